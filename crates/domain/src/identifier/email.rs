//! E-mail addresses (W15): a plain local part, and a domain in its ASCII form.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::{NotAnIdentifier, checked_text};

/// RFC 5321, section 4.5.3.1.
const MAX_LOCAL: usize = 64;
const MAX_LENGTH: usize = 254;

/// An address that messages can be sent to: the local part in the case it was typed, the domain in
/// lower-case ASCII (RFC 5890). Display names, comments and quoted local parts do not exist.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);
checked_text!(EmailAddress);

impl EmailAddress {
    /// Reads an address as typed. Blanks around it do not count.
    pub fn parse(text: &str) -> Result<Self, NotAnIdentifier> {
        let refuse = |code| Err(NotAnIdentifier(code));
        let text = text.trim();
        if text.is_empty() {
            return refuse("text.required");
        }
        if text.len() > 4 * MAX_LENGTH {
            return refuse("email.too_long");
        }
        let text: String = text.nfkc().collect();
        let Some((local, domain)) = text.split_once('@') else {
            return refuse("email.malformed");
        };
        if local.is_empty() || !local.split('.').all(is_atom) {
            return refuse("email.malformed");
        }
        let Some(domain) = to_ascii(domain) else {
            return refuse("email.domain");
        };
        if local.len() > MAX_LOCAL || local.len() + 1 + domain.len() > MAX_LENGTH {
            return refuse("email.too_long");
        }
        Ok(Self(format!("{local}@{domain}")))
    }

    /// What is compared, and unique in the pool. Providers treat case as equal, although RFC 5321,
    /// section 2.4, would let them tell it apart.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// The part before the `@`.
    pub fn local_part(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }

    /// The part after the `@`, in ASCII.
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }
}

/// RFC 5322, section 3.2.3.
fn is_atom(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
}

/// A host name with at least two labels, whose last is no number.
fn to_ascii(domain: &str) -> Option<String> {
    let ascii = Uts46::new()
        .to_ascii(
            domain.as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::CheckFirstLast,
            DnsLength::Verify,
        )
        .ok()?;
    let (_, last) = ascii.rsplit_once('.')?;
    (!last.bytes().all(|b| b.is_ascii_digit())).then(|| ascii.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_plain_local_part_and_a_real_host_name() {
        // W15, T26
        for (text, expected) in [
            ("lin@example.com", Ok("lin@example.com")),
            (" Lin@Example.COM ", Ok("Lin@example.com")),
            (
                "first.last+tag@mail.example.com",
                Ok("first.last+tag@mail.example.com"),
            ),
            ("lin@bücher.example", Ok("lin@xn--bcher-kva.example")),
            ("lin@例子.中国", Ok("lin@xn--fsqu00a.xn--fiqs8s")),
            ("ｌｉｎ@example.com", Ok("lin@example.com")),
            ("123@qq.com", Ok("123@qq.com")),
            ("", Err("text.required")),
            ("lin", Err("email.malformed")),
            ("@example.com", Err("email.malformed")),
            ("lin@@example.com", Err("email.domain")),
            ("a@b@example.com", Err("email.domain")),
            (".lin@example.com", Err("email.malformed")),
            ("lin.@example.com", Err("email.malformed")),
            ("l..n@example.com", Err("email.malformed")),
            ("\"lin yue\"@example.com", Err("email.malformed")),
            ("Lin <lin@example.com>", Err("email.malformed")),
            ("lin(x)@example.com", Err("email.malformed")),
            ("lın@example.com", Err("email.malformed")),
            ("林@example.com", Err("email.malformed")),
            ("lin\r\nBcc:x@example.com", Err("email.malformed")),
            ("lin@example.com\r\nBcc: x", Err("email.domain")),
            ("lin@example", Err("email.domain")),
            ("lin@localhost", Err("email.domain")),
            ("lin@127.0.0.1", Err("email.domain")),
            ("lin@[127.0.0.1]", Err("email.domain")),
            ("lin@example.com.", Err("email.domain")),
            ("lin@-example.com", Err("email.domain")),
            ("lin@exa_mple.com", Err("email.domain")),
            ("lin@example..com", Err("email.domain")),
            ("lin@exam ple.com", Err("email.domain")),
        ] {
            let parsed = EmailAddress::parse(text).map(|it| it.0).map_err(|it| it.0);
            assert_eq!(parsed.as_deref().map_err(|it| *it), expected, "{text:?}");
        }
    }

    #[test]
    fn an_address_keeps_within_the_lengths_of_mail() {
        let address = |local: usize, labels: usize| {
            let domain = vec!["a".repeat(59); labels].join(".");
            EmailAddress::parse(&format!("{}@{domain}.com", "l".repeat(local))).map_err(|it| it.0)
        };
        assert!(address(64, 2).is_ok());
        assert_eq!(address(65, 2).err(), Some("email.too_long"));
        assert_eq!(address(64, 4).err(), Some("email.too_long"));
        assert_eq!(
            EmailAddress::parse(&"a".repeat(1_000_000)).err(),
            Some(NotAnIdentifier("email.too_long"))
        );
    }

    #[test]
    fn case_is_kept_for_sending_and_ignored_for_comparing() {
        // T26
        let (a, b) = (
            EmailAddress::parse("Lin@example.com"),
            EmailAddress::parse("lin@EXAMPLE.com"),
        );
        let (a, b) = (a.unwrap(), b.unwrap());
        assert_eq!(
            (a.key(), a.local_part(), a.domain()),
            (b.key(), "Lin", "example.com")
        );
    }
}
