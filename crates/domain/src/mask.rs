//! How phone numbers and e-mail addresses are shown to those who may not read them.

use crate::identifier::{EmailAddress, PhoneNumber};

/// Country code, the first and the last digits: `+86-186****0001`. The stars are always four, so that
/// they do not tell how many digits they stand for.
pub fn phone(number: &PhoneNumber) -> String {
    let (code, national) = number.parts();
    let (head, tail) = match national.len() {
        0..=5 => (0, 2),
        6..=8 => (2, 2),
        _ => (3, 4),
    };
    let tail = &national[national.len() - tail.min(national.len())..];
    format!("+{code}-{}****{tail}", &national[..head])
}

/// The beginning of the local part and the domain: `lin***@example.com`. At most half of the local
/// part and never more than three characters are shown.
pub fn email(address: &EmailAddress) -> String {
    let local = address.local_part();
    let head = (local.len() / 2).min(3);
    format!("{}***@{}", &local[..head], address.domain())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_number_shows_its_country_its_beginning_and_its_end() {
        //
        for (number, masked) in [
            ("+8618600000001", "+86-186****0001"),
            ("+14155550100", "+1-415****0100"),
            ("+85251234567", "+852-51****67"),
            ("+29812345", "+298-****45"),
        ] {
            assert_eq!(phone(&PhoneNumber::stored(number.into())), masked);
        }
    }

    #[test]
    fn a_masked_address_shows_its_beginning_and_its_domain() {
        //
        for (address, masked) in [
            ("linyue@example.com", "lin***@example.com"),
            ("m.king@example.org", "m.k***@example.org"),
            ("abcd@example.com", "ab***@example.com"),
            ("abc@example.com", "a***@example.com"),
            ("ab@example.com", "a***@example.com"),
            ("a@example.com", "***@example.com"),
        ] {
            assert_eq!(email(&EmailAddress::stored(address.into())), masked);
        }
    }
}
