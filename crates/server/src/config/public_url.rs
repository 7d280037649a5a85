//! The address under which people reach the product. Every link and cookie is built from it, never from a request
//! (D2).

use std::net::IpAddr;

use url::{Host, Url};

use super::mistakes::Complaint;

/// Scheme, host and port; no path, no query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    host: String,
    https: bool,
    loopback: bool,
}

impl PublicUrl {
    /// Reads an address: https, or plain http if it is loopback.
    pub fn parse(text: &str) -> Result<Self, Complaint> {
        const EXAMPLE: &str = "Write it like https://id.example.com.";
        let url = Url::parse(text)
            .map_err(|err| Complaint::new(format!("is not an address: {err}."), EXAMPLE))?;
        let https = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(Complaint::new("must begin with https://.", EXAMPLE)),
        };
        let (Some(host), Some(name)) = (url.host(), url.host_str()) else {
            return Err(Complaint::new("names no host.", EXAMPLE));
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Complaint::new("must not hold a name or password.", EXAMPLE));
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(Complaint::new(
                "must not have a path, query or fragment.",
                format!("Write {}.", url.origin().ascii_serialization()),
            ));
        }
        let loopback = match host {
            Host::Domain(name) => is_loopback_name(name),
            Host::Ipv4(ip) => ip.is_loopback(),
            Host::Ipv6(ip) => ip.is_loopback(),
        };
        if !https && !loopback {
            return Err(Complaint::new(
                "must begin with https:// unless the host is this machine.",
                format!(
                    "Write https://{name}, and end TLS in a proxy or set tls_cert_file and tls_key_file."
                ),
            ));
        }
        Ok(Self {
            origin: url.origin().ascii_serialization(),
            host: name.to_owned(),
            https,
            loopback,
        })
    }

    /// The address without a slash at its end, which is also the web origin: `https://id.example.com`.
    pub fn as_str(&self) -> &str {
        &self.origin
    }

    /// The host in lower case, without the port; an IPv6 address stands in brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether people come over https; decides about `Secure` cookies and HSTS.
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// Whether the host is this machine.
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }
}

/// Whether a host, as a URL or a `Host` header spells it, is this machine.
pub fn is_loopback_host(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    match bare.unwrap_or(host).parse::<IpAddr>() {
        Ok(ip) => ip.is_loopback(),
        Err(_) => is_loopback_name(host),
    }
}

// RFC 6761, section 6.3: every name under `localhost` is this machine.
fn is_loopback_name(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_https_or_this_machine() {
        for good in [
            "https://id.example.com",
            "https://ID.example.com/",
            "https://id.example.com:8443",
            "http://localhost:8080",
            "http://shop.localhost",
            "http://127.0.0.1:9",
            "http://[::1]:8080/",
        ] {
            assert!(PublicUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "id.example.com",
            "http://id.example.com",
            "http://localhost.example.com",
            "ftp://localhost",
            "https://id.example.com/base",
            "https://id.example.com?x",
            "https://id.example.com#x",
            "https://me:pw@id.example.com",
        ] {
            assert!(PublicUrl::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_public_url_is_kept_as_the_origin_browsers_send() {
        let url = PublicUrl::parse("https://ID.Example.com:443/").unwrap();
        assert_eq!(url.as_str(), "https://id.example.com");
        assert_eq!(url.host(), "id.example.com");
        assert!(url.is_https() && !url.is_loopback());
    }
}
