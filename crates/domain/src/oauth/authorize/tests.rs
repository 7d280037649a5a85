use super::*;
use crate::application::tests::{of_type, web};
use crate::application::{ApplicationType, Profile};
use crate::oauth::error::OAuthError;
use crate::oauth::parameters::pairs;

// RFC 7636, appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// The request of a `strict` web application that changes some parameters of a good one; an empty
/// value leaves the parameter out.
fn ask(changes: &[(&str, &str)]) -> Result<AuthorizationRequest, AuthorizeError> {
    ask_as(&web(), changes)
}

fn ask_as(
    application: &Application,
    changes: &[(&str, &str)],
) -> Result<AuthorizationRequest, AuthorizeError> {
    let mut given = pairs(&[
        ("response_type", "code"),
        ("scope", "openid profile"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]);
    given.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    given.extend(pairs(changes));
    let redirect = Redirect::trust(&web(), "https://app.example/cb").unwrap();
    AuthorizationRequest::read(application, redirect, &given)
}

fn code(result: Result<AuthorizationRequest, AuthorizeError>) -> &'static str {
    result.map_or_else(|it| it.code.as_str(), |_| "fine")
}

#[test]
fn each_rule_refuses_with_the_code_of_its_specification() {
    let long = "x".repeat(5000);
    for (changes, expected) in [
        (&[][..], "fine"),
        // P8
        (
            &[("scope", "openid"), ("scope", "openid")],
            "invalid_request",
        ),
        (&[("foo", "1"), ("foo", "2")], "invalid_request"),
        // unknown parameters are ignored (RFC 6749, 3.1)
        (&[("foo", "1")], "fine"),
        // OpenID Connect Core, 6.1, 6.2, 7.2.1
        (&[("request", "e30.e30.")], "request_not_supported"),
        (
            &[("request_uri", "https://app.example/r")],
            "request_uri_not_supported",
        ),
        (&[("registration", "{}")], "registration_not_supported"),
        // P7
        (&[("response_type", "")], "invalid_request"),
        (&[("response_type", "token")], "unsupported_response_type"),
        (
            &[("response_type", "code id_token")],
            "unsupported_response_type",
        ),
        (&[("response_type", "CODE")], "unsupported_response_type"),
        (&[("response_mode", "query")], "fine"),
        (&[("response_mode", "fragment")], "invalid_request"),
        (&[("response_mode", "web_message")], "invalid_request"),
        // P5, T4
        (
            &[("code_challenge", ""), ("code_challenge_method", "")],
            "invalid_request",
        ),
        (&[("code_challenge_method", "plain")], "invalid_request"),
        (&[("code_challenge_method", "")], "invalid_request"),
        (&[("code_challenge", "short")], "invalid_request"),
        (&[("code_challenge", "")], "invalid_request"),
        // P7, T7
        (&[("scope", "")], "invalid_scope"),
        (&[("scope", " ")], "invalid_scope"),
        (&[("scope", "openid admin")], "invalid_scope"),
        (&[("scope", "openid\tprofile")], "invalid_scope"),
        (&[("scope", "email")], "fine"),
        // P18
        (&[("prompt", "none")], "fine"),
        (&[("prompt", "login consent")], "fine"),
        (&[("prompt", "create")], "fine"),
        (&[("prompt", "none login")], "invalid_request"),
        (&[("prompt", "none none")], "fine"),
        (&[("prompt", "NONE")], "invalid_request"),
        (&[("prompt", "sometimes")], "invalid_request"),
        (&[("max_age", "0")], "fine"),
        (&[("max_age", "3600")], "fine"),
        (&[("max_age", "-1")], "invalid_request"),
        (&[("max_age", "+1")], "invalid_request"),
        (&[("max_age", "1.5")], "invalid_request"),
        (&[("max_age", "99999999999999999999")], "invalid_request"),
        (&[("state", &long)], "invalid_request"),
        (&[("nonce", &long)], "invalid_request"),
        // wishes never refuse
        (
            &[
                ("login_hint", &long),
                ("ui_locales", "??"),
                ("display", "tv"),
                ("claims", "no json"),
            ],
            "fine",
        ),
    ] {
        assert_eq!(code(ask(changes)), expected, "{changes:?}");
    }
}

#[test]
fn the_first_rule_that_is_broken_is_the_one_the_client_hears() {
    let changes = [
        ("response_type", "token"),
        ("scope", "admin"),
        ("max_age", "x"),
    ];
    assert_eq!(code(ask(&changes)), "unsupported_response_type");
}

#[test]
fn what_was_asked_is_kept_as_it_came() {
    // P3, T14
    let request = ask(&[
        ("scope", "profile openid profile"),
        ("state", " a+b/%20\u{e9}\"<>"),
        ("nonce", "n-1"),
        ("prompt", "login select_account"),
        ("max_age", "007"),
        ("login_hint", "lin@example.com"),
        ("ui_locales", "zh-CN en"),
        ("acr_values", "1 2"),
    ])
    .unwrap();
    assert_eq!(request.redirect_uri.as_str(), "https://app.example/cb");
    assert_eq!(request.scope, ["profile", "openid"]);
    assert_eq!(request.state.as_deref(), Some(" a+b/%20\u{e9}\"<>"));
    assert_eq!(request.nonce.as_deref(), Some("n-1"));
    assert_eq!(request.prompt, [Prompt::Login, Prompt::SelectAccount]);
    assert_eq!(request.max_age, Some(7));
    assert_eq!(request.login_hint.as_deref(), Some("lin@example.com"));
    assert!(request.is_openid() && !request.is_silent());
    let stored = serde_json::to_string(&request).unwrap();
    assert_eq!(
        serde_json::from_str::<AuthorizationRequest>(&stored).unwrap(),
        request
    );
}

#[test]
fn only_a_confidential_client_of_the_oidc_profile_may_come_without_pkce() {
    // P5, security checklist 0.1
    let without = [("code_challenge", ""), ("code_challenge_method", "")];
    let oidc = |kind| Application {
        profile: Profile::Oidc,
        ..of_type(kind)
    };
    assert_eq!(code(ask_as(&oidc(ApplicationType::Web), &without)), "fine");
    assert_eq!(
        code(ask_as(&oidc(ApplicationType::Spa), &without)),
        "invalid_request"
    );
    let half = [("code_challenge", ""), ("code_challenge_method", "S256")];
    assert_eq!(
        code(ask_as(&oidc(ApplicationType::Web), &half)),
        "invalid_request"
    );
    // T4 (d): `plain` is refused there too
    let plain = [("code_challenge_method", "plain")];
    assert_eq!(
        code(ask_as(&oidc(ApplicationType::Web), &plain)),
        "invalid_request"
    );
}

#[test]
fn a_machine_cannot_sign_people_in() {
    // A-101, P7
    let machine = Application {
        scopes: web().scopes,
        ..of_type(ApplicationType::M2m)
    };
    assert_eq!(
        code(ask_as(&machine, &[])),
        OAuthError::UnauthorizedClient.as_str()
    );
}

#[test]
fn without_refresh_tokens_offline_access_means_nothing() {
    // A-095
    let application = Application {
        refresh_token_enabled: false,
        ..web()
    };
    let request = ask_as(&application, &[("scope", "openid offline_access")]).unwrap();
    assert_eq!(request.scope, ["openid"]);
}

#[test]
fn a_custom_scope_is_good_once_it_is_registered() {
    // P7
    let mut application = web();
    application.scopes.push("orders:read".into());
    assert_eq!(
        code(ask_as(&application, &[("scope", "openid orders:read")])),
        "fine"
    );
    assert_eq!(
        code(ask_as(&application, &[("scope", "openid orders:write")])),
        "invalid_scope"
    );
}
