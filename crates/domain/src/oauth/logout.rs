//! The logout request (OpenID Connect RP-Initiated Logout 1.0, section 2; P26).
//!
//! Whether the hint is ours, and whether the person must confirm, is decided by `service`.

use super::error::Refused;
use super::parameters::Parameters;
use super::redirect_uri::Redirect;
use crate::application::Application;

const MAX_STATE: usize = 4096;
const MAX_HINT: usize = 16_384;

/// What a client says when it sends somebody to sign out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogoutRequest {
    /// An ID token of ours, which tells whose logout it is; not yet verified.
    pub id_token_hint: Option<String>,
    /// The client, when it shows no ID token.
    pub client_id: Option<String>,
    /// Where the person wants to go afterwards; not yet trusted.
    pub post_logout_redirect_uri: Option<String>,
    /// Given back at that place, exactly as it came.
    pub state: Option<String>,
    /// Language tags in the order of preference.
    pub ui_locales: Option<String>,
}

impl LogoutRequest {
    /// Reads a request, sent by GET or POST.
    pub fn read(pairs: &[(String, String)]) -> Result<Self, Refused> {
        let parameters = Parameters::new(pairs);
        parameters.each_once()?;
        let short = |name, max| parameters.get_short(name, max).map(str::to_owned);
        Ok(Self {
            id_token_hint: short("id_token_hint", MAX_HINT),
            client_id: short("client_id", 128),
            post_logout_redirect_uri: parameters
                .get("post_logout_redirect_uri")
                .map(str::to_owned),
            state: short("state", MAX_STATE),
            ui_locales: short("ui_locales", 512),
        })
    }

    /// Where the person goes afterwards: an exactly registered URI of the application with the state,
    /// or nowhere if none was asked for (A-092, T12).
    pub fn way_back(
        &self,
        application: Option<&Application>,
    ) -> Result<Option<String>, NotRegistered> {
        let Some(sent) = &self.post_logout_redirect_uri else {
            return Ok(None);
        };
        let redirect = application
            .and_then(|it| Redirect::trust_after_logout(it, sent))
            .ok_or(NotRegistered)?;
        let state = self.state.as_deref().map(|state| ("state", state));
        Ok(Some(redirect.with(state.as_slice())))
    }
}

/// The wished address after signing out is not registered for the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the post-logout redirect URI is not registered")]
pub struct NotRegistered;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::tests::web;
    use crate::oauth::parameters::pairs;

    fn way_back(uri: &str, state: &str) -> Result<Option<String>, NotRegistered> {
        let application = Application {
            post_logout_redirect_uris: vec![
                "https://app.example/bye".into(),
                "https://app.example/?a=1".into(),
            ],
            ..web()
        };
        let sent = pairs(&[("post_logout_redirect_uri", uri), ("state", state)]);
        LogoutRequest::read(&sent)
            .unwrap()
            .way_back(Some(&application))
    }

    #[test]
    fn the_way_back_is_registered_and_carries_the_state() {
        // A-092, P26
        let found = |uri: &str| Ok(Some(uri.to_owned()));
        assert_eq!(way_back("", "s"), Ok(None));
        assert_eq!(
            way_back("https://app.example/bye", ""),
            found("https://app.example/bye")
        );
        assert_eq!(
            way_back("https://app.example/bye", "a b&c"),
            found("https://app.example/bye?state=a+b%26c")
        );
        assert_eq!(
            way_back("https://app.example/?a=1", "s"),
            found("https://app.example/?a=1&state=s")
        );
    }

    #[test]
    fn no_other_address_is_ever_a_way_back() {
        // A-092, P26, T12
        for uri in [
            "https://evil.test",
            "//evil.test",
            "https://app.example/bye/",
            "https://app.example/cb",
        ] {
            assert_eq!(way_back(uri, ""), Err(NotRegistered), "{uri}");
        }
        let request = LogoutRequest::read(&pairs(&[(
            "post_logout_redirect_uri",
            "https://app.example/bye",
        )]));
        assert_eq!(request.unwrap().way_back(None), Err(NotRegistered));
    }

    #[test]
    fn a_doubled_parameter_is_refused() {
        // P8
        let sent = pairs(&[("client_id", "a"), ("client_id", "b")]);
        assert!(LogoutRequest::read(&sent).is_err());
    }
}
