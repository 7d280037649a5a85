use super::*;
use crate::Timestamp;
use crate::application::tests::{of_type, web};
use crate::application::{ApplicationPatch, ApplicationType, TokenEndpointAuthMethod};

/// The first fault that a change of a switched-off web application runs into, as `field code`.
fn first_fault(json: &str) -> Option<String> {
    let off = Application {
        enabled: false,
        ..web()
    };
    let patch: ApplicationPatch = serde_json::from_str(json).unwrap();
    let fault = patch
        .apply(&off, &[], Timestamp(2_000))
        .err()?
        .into_iter()
        .next()?;
    Some(format!("{} {}", fault.field, fault.code))
}

fn numbered(count: usize) -> String {
    let uris: Vec<_> = (0..count)
        .map(|i| format!("\"https://app.example/{i}\""))
        .collect();
    format!("[{}]", uris.join(","))
}

#[test]
fn each_member_is_refused_beyond_its_bounds() {
    for (json, expected) in [
        (r#"{"name":"  "}"#.to_owned(), Some("name text.required")),
        (
            format!(r#"{{"name":"{}"}}"#, "月".repeat(129)),
            Some("name text.too_long"),
        ),
        // A-089
        (
            r#"{"redirect_uris":["https://a.example/cb","example.com/cb"]}"#.into(),
            Some("redirect_uris.1 uri.relative"),
        ),
        (
            r#"{"redirect_uris":["javascript:alert(1)"]}"#.into(),
            Some("redirect_uris.0 uri.scheme_refused"),
        ),
        (
            r#"{"redirect_uris":["https://a.example/cb#f"]}"#.into(),
            Some("redirect_uris.0 uri.fragment"),
        ),
        // A-090
        (format!(r#"{{"redirect_uris":{}}}"#, numbered(10)), None),
        (
            format!(r#"{{"redirect_uris":{}}}"#, numbered(11)),
            Some("redirect_uris list.too_long"),
        ),
        (
            r#"{"redirect_uris":["https://a.example/cb","https://a.example/cb"]}"#.into(),
            Some("redirect_uris.1 list.repeated"),
        ),
        // A-092, A-093
        (
            r#"{"post_logout_redirect_uris":["/bye"]}"#.into(),
            Some("post_logout_redirect_uris.0 uri.relative"),
        ),
        (
            format!(r#"{{"post_logout_redirect_uris":{}}}"#, numbered(10)),
            None,
        ),
        (
            format!(r#"{{"post_logout_redirect_uris":{}}}"#, numbered(11)),
            Some("post_logout_redirect_uris list.too_long"),
        ),
        // A-094, A-096
        (r#"{"access_token_ttl_seconds":30}"#.into(), None),
        (
            r#"{"access_token_ttl_seconds":9}"#.into(),
            Some("access_token_ttl_seconds number.out_of_range"),
        ),
        (
            r#"{"access_token_ttl_seconds":86401}"#.into(),
            Some("access_token_ttl_seconds number.out_of_range"),
        ),
        (
            r#"{"refresh_token_ttl_seconds":59}"#.into(),
            Some("refresh_token_ttl_seconds number.out_of_range"),
        ),
        (
            r#"{"refresh_token_reuse_seconds":11}"#.into(),
            Some("refresh_token_reuse_seconds number.out_of_range"),
        ),
        // A-097
        (r#"{"claims":["birthday"]}"#.into(), None),
        (
            r#"{"claims":["password_hash"]}"#.into(),
            Some("claims.0 claims.unknown_attribute"),
        ),
        (
            r#"{"scopes":["openid","two words"]}"#.into(),
            Some("scopes.1 scope.malformed"),
        ),
        (
            r#"{"brand_color":"red"}"#.into(),
            Some("brand_color color.malformed"),
        ),
        (
            r#"{"cors_origins":["https://a.example","http://localhost:3000"]}"#.into(),
            None,
        ),
        (
            r#"{"cors_origins":["https://a.example/"]}"#.into(),
            Some("cors_origins.0 origin.malformed"),
        ),
        (
            r#"{"cors_origins":["ftp://a.example"]}"#.into(),
            Some("cors_origins.0 origin.malformed"),
        ),
        (
            r#"{"cors_origins":["a.example"]}"#.into(),
            Some("cors_origins.0 origin.malformed"),
        ),
        (
            r#"{"initiate_login_uri":"http://a.example/"}"#.into(),
            Some("initiate_login_uri uri.http_not_loopback"),
        ),
        (
            r#"{"profile":"fapi2"}"#.into(),
            Some("profile application.profile_not_offered"),
        ),
    ] {
        assert_eq!(first_fault(&json).as_deref(), expected, "{json}");
    }
}

#[test]
fn only_native_applications_may_use_a_private_scheme() {
    // P1
    let with = |kind| {
        let uris = vec!["com.example.app:/cb".to_owned()];
        let it = Application {
            enabled: false,
            redirect_uris: uris,
            ..of_type(kind)
        };
        members(&it).first().map(|fault| fault.code)
    };
    assert_eq!(with(ApplicationType::Native), None);
    assert_eq!(with(ApplicationType::Web), Some("uri.scheme_refused"));
    assert_eq!(with(ApplicationType::Spa), Some("uri.scheme_refused"));
    assert_eq!(with(ApplicationType::M2m), Some("application.no_people"));
}

#[test]
fn a_machine_cannot_go_without_a_secret() {
    let it = Application {
        token_endpoint_auth_method: TokenEndpointAuthMethod::None,
        ..of_type(ApplicationType::M2m)
    };
    assert_eq!(members(&it)[0].code, "application.method_not_for_type");
}

#[test]
fn switching_on_lists_everything_that_is_missing() {
    // A-005, A-140
    let off = Application {
        enabled: false,
        redirect_uris: Vec::new(),
        ..web()
    };
    let patch: ApplicationPatch = serde_json::from_str(r#"{"enabled":true}"#).unwrap();
    let faults = patch.apply(&off, &[], Timestamp(2_000)).unwrap_err();
    let fields: Vec<_> = faults.iter().map(|it| it.field.as_str()).collect();
    assert!(fields.contains(&"redirect_uris"), "{fields:?}");
    assert!(
        fields.contains(&"flows.login.preferred_source"),
        "{fields:?}"
    );
    assert_eq!(of_type(ApplicationType::M2m).faults_when_enabling(&[]), []);
}
