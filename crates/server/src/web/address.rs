//! Where a request comes from: the right-most hop that is no proxy of ours (D3).

use std::net::IpAddr;

use axum::http::HeaderMap;

use crate::config::TrustedProxies;

/// The client's address. `X-Forwarded-For` is read only as far as listed proxies wrote it: from the right, each
/// believed hop may name the one before it, and the first that is not ours is the client. Whatever stands further
/// left was written by strangers. `Forwarded` and `X-Real-IP` are not read, as a proxy that does not know them would
/// pass a stranger's on.
pub fn client(peer: IpAddr, headers: &HeaderMap, proxies: &TrustedProxies) -> IpAddr {
    let mut client = peer.to_canonical();
    if !proxies.contains(client) {
        return client;
    }
    let lines: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .map(|line| line.to_str().unwrap_or_default())
        .collect();
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        let Some(hop) = parse(hop) else { break };
        client = hop;
        if !proxies.contains(hop) {
            break;
        }
    }
    client
}

/// One hop: an address, which some proxies write with a port.
fn parse(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let address = hop
        .parse::<IpAddr>()
        .or_else(|_| hop.parse::<std::net::SocketAddr>().map(|it| it.ip()))
        .or_else(|_| {
            hop.trim_start_matches('[')
                .trim_end_matches(']')
                .parse::<IpAddr>()
        });
    address.ok().map(|it| it.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str]) -> String {
        let proxies = TrustedProxies::parse("10.0.0.0/8,fd00::/8").unwrap();
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        headers.insert("forwarded", "for=6.6.6.6".parse().unwrap());
        headers.insert("x-real-ip", "6.6.6.6".parse().unwrap());
        client(peer.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn a_stranger_cannot_name_its_own_address() {
        // D2, D3, T18
        assert_eq!(seen("192.0.2.1", &["1.1.1.1"]), "192.0.2.1");
        assert_eq!(seen("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn the_right_most_hop_that_is_not_ours_is_the_client() {
        assert_eq!(seen("10.0.0.1", &["1.1.1.1, 192.0.2.1"]), "192.0.2.1");
        assert_eq!(
            seen("10.0.0.1", &["1.1.1.1, 192.0.2.1, 10.0.0.2"]),
            "192.0.2.1"
        );
        assert_eq!(seen("10.0.0.1", &["1.1.1.1", "192.0.2.1"]), "192.0.2.1");
        assert_eq!(seen("::ffff:10.0.0.1", &["2001:db8::1"]), "2001:db8::1");
        assert_eq!(seen("fd00::1", &["[2001:db8::1]:443"]), "2001:db8::1");
        assert_eq!(seen("10.0.0.1", &["192.0.2.1:5000"]), "192.0.2.1");
    }

    #[test]
    fn a_hop_that_is_no_address_ends_the_reading() {
        assert_eq!(seen("10.0.0.1", &["192.0.2.1, unknown"]), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &["192.0.2.1, junk, 10.0.0.2"]), "10.0.0.2");
    }
}
