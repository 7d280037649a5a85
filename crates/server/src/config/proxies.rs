//! Which addresses are proxies of ours, so that what they say about a client is believed (D2).

use std::net::IpAddr;

use ipnet::IpNet;

use super::mistakes::Complaint;

/// Networks whose forwarded headers are believed; by default none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Reads a list of addresses and networks, parted by commas.
    pub fn parse(text: &str) -> Result<Self, Complaint> {
        text.split(',')
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .map(|it| {
                let net = it
                    .parse::<IpNet>()
                    .or_else(|_| it.parse::<IpAddr>().map(IpNet::from));
                match net {
                    Ok(net) if net.prefix_len() == 0 => Err(Complaint::new(
                        format!("holds {it}, which is the whole internet."),
                        "List only the proxies themselves.",
                    )),
                    Ok(net) => Ok(net),
                    Err(_) => Err(Complaint::new(
                        format!("holds {it:?}, which is no address or network."),
                        "Write them like 10.0.0.0/8, 192.0.2.7, fd00::/8.",
                    )),
                }
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an address is one of our proxies.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|net| net.contains(&address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_are_addresses_and_networks() {
        let proxies = TrustedProxies::parse("10.0.0.0/8, 192.0.2.7,fd00::/8").unwrap();
        for (address, trusted) in [
            ("10.9.8.7", true),
            ("192.0.2.7", true),
            ("192.0.2.8", false),
            ("fd00::1", true),
            ("2001:db8::1", false),
        ] {
            assert_eq!(proxies.contains(address.parse().unwrap()), trusted);
        }
    }

    #[test]
    fn names_and_the_whole_internet_are_refused_as_proxies() {
        for bad in ["proxy.example", "10.0.0.0/33", "0.0.0.0/0", "::/0"] {
            assert!(TrustedProxies::parse(bad).is_err(), "{bad}");
        }
    }
}
