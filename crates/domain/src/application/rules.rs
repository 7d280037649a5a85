//! What must hold of an application, in the order of its form.

use super::{Application, Profile};
use crate::FieldError;
use crate::check;
use crate::flow::{self, Module};
use crate::oauth::{claims, redirect_uri, scope};
use crate::source::Source;

/// Redirect URIs of each kind (A-090, A-093).
const MAX_URIS: usize = 10;
const MAX_SCOPES: usize = 100;
const MAX_CLAIMS: usize = 200;

/// What is happening to the application when it is looked at.
#[derive(Debug, Default)]
pub(super) struct Moment {
    /// The flows that are being saved.
    pub flows: Vec<Module>,
}

/// Everything that is wrong: with its members, with the flows being saved, and, when it is on, with
/// all that it needs to work.
pub(super) fn faults(it: &Application, moment: &Moment, sources: &[Source]) -> Vec<FieldError> {
    let mut found = members(it);
    found.extend(flow::faults(
        &it.flows,
        it.application_type,
        &moment.flows,
        sources,
    ));
    if it.enabled {
        found.extend(it.faults_when_enabling(sources));
    }
    found.dedup();
    found
}

fn members(it: &Application) -> Vec<FieldError> {
    let mut found = Vec::new();
    found.extend(check::required_text("name", &it.name, 128));
    if !Profile::OFFERED.contains(&it.profile) {
        found.push(FieldError::new(
            "profile",
            "application.profile_not_offered",
        ));
    }
    if !it
        .application_type
        .auth_methods()
        .contains(&it.token_endpoint_auth_method)
    {
        found.push(
            FieldError::new(
                "token_endpoint_auth_method",
                "application.method_not_for_type",
            )
            .with("type", it.application_type.as_str()),
        );
    }
    found.extend(uris("redirect_uris", &it.redirect_uris, it));
    found.extend(uris(
        "post_logout_redirect_uris",
        &it.post_logout_redirect_uris,
        it,
    ));
    found.extend(check::number(
        "access_token_ttl_seconds",
        it.access_token_ttl_seconds,
        10..=86_400,
    ));
    found.extend(check::number(
        "id_token_ttl_seconds",
        it.id_token_ttl_seconds,
        60..=3_600,
    ));
    found.extend(check::number(
        "refresh_token_ttl_seconds",
        it.refresh_token_ttl_seconds,
        60..=31_536_000,
    ));
    found.extend(check::number(
        "refresh_token_reuse_seconds",
        it.refresh_token_reuse_seconds,
        0..=10,
    ));
    found.extend(scopes(&it.scopes));
    found.extend(it.claims.as_deref().map(chosen_claims).unwrap_or_default());
    found.extend(check::optional_text(
        "description",
        it.description.as_deref(),
        512,
    ));
    found.extend(check::optional_text(
        "industry",
        it.industry.as_deref(),
        128,
    ));
    found.extend(check::color("brand_color", it.brand_color.as_deref()));
    found.extend(it.initiate_login_uri.as_deref().and_then(|uri| {
        let refused = redirect_uri::check(uri, redirect_uri::Schemes::Web).err()?;
        Some(FieldError::new("initiate_login_uri", refused.code()))
    }));
    found
}

/// One list of addresses: each refused one is named with its place and reason (A-089 to A-093).
fn uris(field: &str, uris: &[String], it: &Application) -> Vec<FieldError> {
    if !it.application_type.has_people() && !uris.is_empty() {
        return vec![FieldError::new(field, "application.no_people")];
    }
    let schemes = redirect_uri::Schemes::of(it.application_type);
    let mut found: Vec<_> = uris
        .iter()
        .enumerate()
        .filter_map(|(place, uri)| {
            let refused = redirect_uri::check(uri, schemes).err()?;
            Some(
                FieldError::new(format!("{field}.{place}"), refused.code())
                    .with("uri", shorten(uri)),
            )
        })
        .collect();
    found.extend(check::list(field, uris, MAX_URIS));
    found.extend(check::repeated(field, uris));
    found
}

fn scopes(scopes: &[String]) -> Vec<FieldError> {
    let mut found: Vec<_> = scopes
        .iter()
        .enumerate()
        .filter(|(_, value)| !scope::is_token(value))
        .map(|(place, _)| FieldError::new(format!("scopes.{place}"), "scope.malformed"))
        .collect();
    found.extend(check::list("scopes", scopes, MAX_SCOPES));
    found.extend(check::repeated("scopes", scopes));
    found
}

fn chosen_claims(chosen: &[String]) -> Vec<FieldError> {
    let mut found: Vec<_> = chosen
        .iter()
        .enumerate()
        .filter(|(_, name)| !claims::is_attribute(name))
        .map(|(place, _)| FieldError::new(format!("claims.{place}"), "claims.unknown_attribute"))
        .collect();
    found.extend(check::list("claims", chosen, MAX_CLAIMS));
    found.extend(check::repeated("claims", chosen));
    found
}

/// Enough of a refused address to recognise it.
fn shorten(uri: &str) -> String {
    uri.chars().take(100).collect()
}

impl Application {
    /// What still keeps the application from being switched on, each with its field (A-005, A-140).
    pub fn faults_when_enabling(&self, sources: &[Source]) -> Vec<FieldError> {
        let mut found = Vec::new();
        if self.application_type.has_pages() && self.redirect_uris.is_empty() {
            found.push(FieldError::new(
                "redirect_uris",
                "application.redirect_uri_missing",
            ));
        }
        found.extend(flow::faults_when_enabling(
            &self.flows,
            self.application_type,
            sources,
        ));
        found
    }
}

#[cfg(test)]
mod tests {
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
}
