//! Phone numbers in E.164 form (A-034, W15).
//!
//! Country codes are known, so that a number has one spelling and can be masked at the right place.
//! Whether somebody answers is not known and is proven by a code.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::{NotAnIdentifier, checked_text};

/// The country code of numbers typed without one.
pub const CHINA: &str = "86";

/// Digits of a country code and number together (ITU-T E.164, section 6.2.1).
const MAX_DIGITS: usize = 15;

/// A number as `+` and digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PhoneNumber(String);
checked_text!(PhoneNumber);

impl PhoneNumber {
    /// Reads a number as typed: with `+` or `00` and a country code, or without, and then of
    /// `default_code`. Blanks, dashes, dots and brackets do not count.
    pub fn parse(text: &str, default_code: &str) -> Result<Self, NotAnIdentifier> {
        if text.trim().is_empty() {
            return Err(NotAnIdentifier("text.required"));
        }
        let malformed = NotAnIdentifier("phone.malformed");
        let bare = bare(text).ok_or(malformed)?;
        let international = bare.strip_prefix('+').or_else(|| bare.strip_prefix("00"));
        let (code, national) = match international {
            Some(digits) => split(digits).ok_or(NotAnIdentifier("phone.country_code"))?,
            None => (default_code, national(&bare, default_code)),
        };
        if is_possible(code, national) {
            Ok(Self(format!("+{code}{national}")))
        } else {
            Err(malformed)
        }
    }

    /// What is compared, and unique in the pool.
    pub fn key(&self) -> String {
        self.0.clone()
    }

    /// Country code and national number, both without `+`.
    pub fn parts(&self) -> (&str, &str) {
        let digits = self.0.trim_start_matches('+');
        split(digits).unwrap_or(("", digits))
    }
}

/// Whether a text has the form of a phone number, so that it can be no user name.
pub(super) fn looks_like_phone(text: &str) -> bool {
    bare(text).is_some_and(|bare| bare.starts_with('+') || bare.len() >= 7)
}

/// Plus sign and digits only, from a text that holds nothing else but separators.
fn bare(text: &str) -> Option<String> {
    if text.len() > 128 {
        return None;
    }
    let mut bare = String::new();
    // "(0)" is how some write the digit that is dialled only inside the country.
    for c in text.nfkc().collect::<String>().replace("(0)", "").chars() {
        match c {
            '0'..='9' => bare.push(c),
            '+' if bare.is_empty() => bare.push(c),
            ' ' | '-' | '.' | '(' | ')' | '\u{2010}'..='\u{2013}' => {}
            _ => return None,
        }
    }
    (!bare.is_empty()).then_some(bare)
}

/// The national number of what is dialled inside a country: without the 0 that leads to other places.
fn national<'a>(digits: &'a str, code: &str) -> &'a str {
    if keeps_zero(code) {
        digits
    } else {
        digits.strip_prefix('0').unwrap_or(digits)
    }
}

/// Countries whose national numbers themselves may begin with 0.
fn keeps_zero(code: &str) -> bool {
    matches!(code, "39" | "225" | "241" | "242" | "378")
}

/// Whether a national number can exist under a country code.
fn is_possible(code: &str, national: &str) -> bool {
    let length = national.len();
    let (min, max) = match code {
        "1" | "7" => (10, 10),
        "852" | "853" | "65" => (8, 8),
        "886" => (8, 9),
        "81" | "44" => (9, 10),
        "82" => (8, 10),
        "86" => (10, 11),
        _ => (4, MAX_DIGITS - code.len()),
    };
    let first = national.as_bytes().first();
    (min..=max).contains(&length)
        && (keeps_zero(code) || first != Some(&b'0'))
        // Mobile numbers of mainland China have eleven digits from 13 to 19; those of Beijing begin with 10.
        && (code != CHINA
            || match national.as_bytes() {
                [b'1', b'0', ..] => length == 10,
                [b'1', second, ..] => length == 11 && *second >= b'3',
                _ => true,
            })
}

/// Splits digits into a known country code and the rest.
fn split(digits: &str) -> Option<(&str, &str)> {
    (1..=3)
        .filter(|&at| digits.len() > at)
        .map(|at| digits.split_at(at))
        .find(|(code, _)| is_country_code(code))
}

/// The country codes in use (ITU-T E.164, annex; no code is the beginning of another).
fn is_country_code(code: &str) -> bool {
    matches!(
        code.as_bytes(),
        [b'1' | b'7']
            | [b'2', b'0' | b'7']
            | [b'3', b'0'..=b'4' | b'6' | b'9']
            | [b'4', b'0' | b'1' | b'3'..=b'9']
            | [b'5', b'1'..=b'8']
            | [b'6', b'0'..=b'6']
            | [b'8', b'1' | b'2' | b'4' | b'6']
            | [b'9', b'0'..=b'5' | b'8']
            | [b'2', b'1', b'1'..=b'3' | b'6' | b'8']
            | [b'2', b'2' | b'3' | b'4' | b'6', _]
            | [b'2', b'5', b'0'..=b'8']
            | [b'2', b'9', b'0' | b'1' | b'7'..=b'9']
            | [b'3', b'5', _]
            | [b'3', b'7', b'0'..=b'8']
            | [b'3', b'8', b'0'..=b'3' | b'5'..=b'7' | b'9']
            | [b'4', b'2', b'0' | b'1' | b'3']
            | [b'5', b'0' | b'9', _]
            | [b'6', b'7', b'0' | b'2'..=b'9']
            | [b'6', b'8', b'0'..=b'3' | b'5'..=b'9']
            | [b'6', b'9', b'0'..=b'2']
            | [b'8', b'5', b'0' | b'2' | b'3' | b'5' | b'6']
            | [b'8', b'8', b'0' | b'6']
            | [b'9', b'6', b'0'..=b'8']
            | [b'9', b'7', b'0'..=b'7']
            | [b'9', b'9', b'2'..=b'6' | b'8']
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_stored_form() {
        // A-034, W15, T26
        for (text, expected) in [
            ("+8618600000001", Ok("+8618600000001")),
            ("+86 186-0000-0001", Ok("+8618600000001")),
            ("0086 186 0000 0001", Ok("+8618600000001")),
            ("18600000001", Ok("+8618600000001")),
            ("１８６ ００００ ０００１", Ok("+8618600000001")),
            ("010 1234 5678", Ok("+861012345678")),
            ("0755-12345678", Ok("+8675512345678")),
            ("+1 (415) 555-0100", Ok("+14155550100")),
            ("+44 (0)20 7946 0000", Ok("+442079460000")),
            ("+39 06 1234 5678", Ok("+390612345678")),
            ("+852 5123 4567", Ok("+85251234567")),
            ("+49 151 12345678", Ok("+4915112345678")),
            ("+380 44 123 4567", Ok("+380441234567")),
            ("", Err("text.required")),
            ("+", Err("phone.country_code")),
            ("phone", Err("phone.malformed")),
            ("+86", Err("phone.country_code")),
            ("+861860000000", Err("phone.malformed")),
            ("+86186000000011", Err("phone.malformed")),
            ("+8612000000001", Err("phone.malformed")),
            ("+86018600000001", Err("phone.malformed")),
            ("1860000001", Err("phone.malformed")),
            ("+1 415 555 010", Err("phone.malformed")),
            ("+999 12345678", Err("phone.country_code")),
            ("+4412345678901234", Err("phone.malformed")),
            ("+86 186+00000001", Err("phone.malformed")),
            ("+86186000x0001", Err("phone.malformed")),
        ] {
            let parsed = PhoneNumber::parse(text, CHINA)
                .map(|it| it.0)
                .map_err(|it| it.0);
            assert_eq!(parsed.as_deref().map_err(|it| *it), expected, "{text:?}");
        }
    }

    #[test]
    fn numbers_without_a_country_code_belong_to_the_given_country() {
        //
        let parse = |text, code| PhoneNumber::parse(text, code).map(|it| it.0);
        assert_eq!(parse("4155550100", "1").as_deref(), Ok("+14155550100"));
        assert_eq!(parse("020 7946 0000", "44").as_deref(), Ok("+442079460000"));
        assert_eq!(parse("06 1234 5678", "39").as_deref(), Ok("+390612345678"));
    }

    #[test]
    fn a_number_is_split_after_its_country_code() {
        for (text, parts) in [
            ("+8618600000001", ("86", "18600000001")),
            ("+14155550100", ("1", "4155550100")),
            ("+85251234567", ("852", "51234567")),
            ("+380441234567", ("380", "441234567")),
        ] {
            assert_eq!(PhoneNumber::stored(text.into()).parts(), parts);
        }
    }

    #[test]
    fn no_country_code_is_the_beginning_of_another() {
        let codes: Vec<_> = (1..1000)
            .map(|n: u32| n.to_string())
            .filter(|it| is_country_code(it))
            .collect();
        assert!(codes.len() > 200);
        for code in &codes {
            let longer: Vec<_> = codes
                .iter()
                .filter(|it| *it != code && it.starts_with(code.as_str()))
                .collect();
            assert!(longer.is_empty(), "{code} {longer:?}");
        }
    }
}
