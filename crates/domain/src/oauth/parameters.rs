//! The parameters of a protocol request, as pairs of its query or form.

use super::error::{OAuthError, Refused};

/// May stand several times (RFC 8707, section 2).
const REPEATABLE: [&str; 1] = ["resource"];

/// The parameters of one request.
#[derive(Debug, Clone, Copy)]
pub struct Parameters<'a>(&'a [(String, String)]);

impl<'a> Parameters<'a> {
    /// Takes decoded pairs.
    pub fn new(pairs: &'a [(String, String)]) -> Self {
        Self(pairs)
    }

    /// The value of a parameter. One without a value counts as left out (RFC 6749, section 3.1).
    pub fn get(&self, name: &str) -> Option<&'a str> {
        let (_, value) = self.0.iter().find(|(it, _)| it == name)?;
        Some(value.as_str()).filter(|it| !it.is_empty())
    }

    /// The value of a parameter that may have at most `max` bytes.
    pub fn get_short(&self, name: &str, max: usize) -> Option<&'a str> {
        self.get(name).filter(|it| it.len() <= max)
    }

    /// Refuses a request in which any parameter stands twice (RFC 6749, section 3.1; P8).
    pub fn each_once(&self) -> Result<(), Refused> {
        let names = self.0.iter().map(|(name, _)| name.as_str());
        let mut sorted: Vec<_> = names.filter(|it| !REPEATABLE.contains(it)).collect();
        sorted.sort_unstable();
        if sorted.windows(2).any(|two| two[0] == two[1]) {
            return Err(Refused::new(
                OAuthError::InvalidRequest,
                "a parameter stands twice",
            ));
        }
        Ok(())
    }
}

/// Pairs for the tests of this folder.
#[cfg(test)]
pub(super) fn pairs(given: &[(&str, &str)]) -> Vec<(String, String)> {
    given
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_without_a_value_counts_as_left_out() {
        let pairs = pairs(&[("scope", ""), ("state", "x")]);
        assert_eq!(Parameters::new(&pairs).get("scope"), None);
        assert_eq!(Parameters::new(&pairs).get("state"), Some("x"));
    }

    #[test]
    fn a_parameter_that_stands_twice_is_refused_whatever_its_values() {
        // P8
        for twice in [
            pairs(&[("scope", "a"), ("state", "x"), ("scope", "a")]),
            pairs(&[("scope", ""), ("scope", "a")]),
            pairs(&[("unknown", "1"), ("unknown", "2")]),
        ] {
            let refused = Parameters::new(&twice).each_once().unwrap_err();
            assert_eq!(refused.code, OAuthError::InvalidRequest);
        }
        let fine = pairs(&[
            ("scope", "a"),
            ("resource", "https://a"),
            ("resource", "https://b"),
        ]);
        assert_eq!(Parameters::new(&fine).each_once(), Ok(()));
    }
}
