//! Whether a request was meant for us: its method, its target and its `Host` (D5, T22).

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, Version, header};

use super::error::Failure;
use crate::config::{PublicUrl, is_loopback_host};

const ALLOWED: &str = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

/// Refuses methods that nothing here answers.
pub fn check_method(method: &Method) -> Result<(), Failure> {
    match *method {
        Method::GET
        | Method::HEAD
        | Method::POST
        | Method::PUT
        | Method::PATCH
        | Method::DELETE
        | Method::OPTIONS => Ok(()),
        _ => Err(not_allowed().with_header(header::ALLOW, HeaderValue::from_static(ALLOWED))),
    }
}

/// The refusal of a method that this address does not answer.
pub fn not_allowed() -> Failure {
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, "request.method_not_allowed")
}

/// The host a request names, without its port. Two different names, none, or a whole address in the request line
/// are refused, as proxies and programs disagree about which counts.
pub fn named<'a>(
    version: Version,
    uri: &'a Uri,
    headers: &'a HeaderMap,
) -> Result<&'a str, Failure> {
    let refused = || Failure::new(StatusCode::BAD_REQUEST, "request.ambiguous_host");
    let mut lines = headers.get_all(header::HOST).iter();
    let line = match lines.next().map(|line| line.to_str()) {
        None => None,
        Some(Ok(line)) => Some(line),
        Some(Err(_)) => return Err(refused()),
    };
    if lines.next().is_some() {
        return Err(refused());
    }
    // HTTP/2 carries the name as `:authority`, which stands in the URI; in HTTP/1 a URI with a scheme was sent so.
    let authority = match (version, line, uri.authority()) {
        (Version::HTTP_2, None, Some(authority)) => authority.as_str(),
        (Version::HTTP_2, Some(line), Some(authority)) if line == authority.as_str() => line,
        (Version::HTTP_2, _, _) => return Err(refused()),
        (_, Some(line), None) => line,
        _ => return Err(refused()),
    };
    host_of(authority).ok_or_else(refused)
}

/// Refuses a host that is not the public one, or another name of this machine when that is public enough.
pub fn check(host: &str, public: &PublicUrl) -> Result<(), Failure> {
    let ours = host.eq_ignore_ascii_case(public.host())
        || (public.is_loopback() && is_loopback_host(&host.to_ascii_lowercase()));
    if ours {
        Ok(())
    } else {
        Err(Failure::new(
            StatusCode::MISDIRECTED_REQUEST,
            "request.unknown_host",
        ))
    }
}

/// `id.example.com:8080` without its port; `None` for what is no authority.
fn host_of(authority: &str) -> Option<&str> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let end = rest.find(']')? + 2;
            authority.split_at(end)
        }
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let port_is_fine = match port.strip_prefix(':') {
        Some(digits) => digits.parse::<u16>().is_ok(),
        None => port.is_empty(),
    };
    let odd = |c: char| c.is_ascii_control() || " /\\@?#,".contains(c);
    (port_is_fine && !host.is_empty() && !host.contains(odd)).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(target: &str, hosts: &[&str], public: &str) -> Option<u16> {
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(header::HOST, host.parse().unwrap());
        }
        let uri = target.parse().unwrap();
        let public = PublicUrl::parse(public).unwrap();
        named(Version::HTTP_11, &uri, &headers)
            .and_then(|host| check(host, &public))
            .err()
            .map(|it| it.status().as_u16())
    }

    #[test]
    fn only_the_public_host_is_answered() {
        // T22
        let public = "https://id.example.com";
        assert_eq!(answer("/", &["id.example.com"], public), None);
        assert_eq!(answer("/", &["ID.Example.com:8443"], public), None);
        assert_eq!(answer("/", &["evil.test"], public), Some(421));
        assert_eq!(answer("/", &["localhost"], public), Some(421));
        assert_eq!(
            answer("/", &["id.example.com.evil.test"], public),
            Some(421)
        );
    }

    #[test]
    fn this_machine_has_several_names() {
        let public = "http://localhost:8080";
        for host in [
            "localhost",
            "127.0.0.1:8080",
            "[::1]:8080",
            "shop.localhost",
        ] {
            assert_eq!(answer("/", &[host], public), None, "{host}");
        }
        assert_eq!(answer("/", &["192.0.2.1"], public), Some(421));
    }

    #[test]
    fn odd_requests_are_refused() {
        // T22
        let public = "https://id.example.com";
        for (target, hosts) in [
            ("/", &[] as &[&str]),
            ("/", &["id.example.com", "id.example.com"]),
            ("http://id.example.com/", &["id.example.com"]),
            ("http://evil.test/", &["id.example.com"]),
            ("/", &["id.example.com@evil.test"]),
            ("/", &["id.example.com:x"]),
            ("/", &["id.example.com, evil.test"]),
            ("/", &[""]),
        ] {
            assert_eq!(
                answer(target, hosts, public),
                Some(400),
                "{target} {hosts:?}"
            );
        }
    }
}
