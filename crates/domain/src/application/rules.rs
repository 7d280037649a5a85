//! What must hold of an application, in the order of its form.

use url::Url;

use super::{Application, Profile};
use crate::FieldError;
use crate::check;
use crate::flow::{self, Module};
use crate::oauth::{claims, redirect_uri, scope};
use crate::source::Source;

/// Redirect URIs of each kind.
const MAX_URIS: usize = 10;
const MAX_SCOPES: usize = 100;
const MAX_CLAIMS: usize = 200;

/// What is happening to the application when it is looked at.
#[derive(Debug)]
pub(super) struct Moment {
    /// The flows that are being saved.
    pub flows: Vec<Module>,
    /// It is being switched on, or something that it needs to work changes while it is on.
    pub must_work: bool,
}

/// Everything that is wrong: with its members, with the flows being saved, and with what it needs to work.
pub(super) fn faults(it: &Application, moment: &Moment, sources: &[Source]) -> Vec<FieldError> {
    let mut found = members(it);
    found.extend(flow::faults(
        &it.flows,
        it.application_type,
        &moment.flows,
        sources,
    ));
    if moment.must_work {
        for fault in it.faults_when_enabling(sources) {
            if !found.contains(&fault) {
                found.push(fault);
            }
        }
    }
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
    found.extend(origins(&it.cors_origins));
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

/// One list of addresses: each refused one is named with its place and reason.
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

/// The origins of other pages: scheme, host and port as browsers send them, nothing more (RFC 6454, section 6.2).
fn origins(origins: &[String]) -> Vec<FieldError> {
    let is_origin = |text: &str| {
        Url::parse(text).is_ok_and(|it| {
            matches!(it.scheme(), "https" | "http")
                && it.origin().ascii_serialization() == text
                && !text.contains(['*', '_'])
        })
    };
    let mut found: Vec<_> = origins
        .iter()
        .enumerate()
        .filter(|(_, it)| !is_origin(it))
        .map(|(place, _)| FieldError::new(format!("cors_origins.{place}"), "origin.malformed"))
        .collect();
    found.extend(check::list("cors_origins", origins, MAX_URIS));
    found.extend(check::repeated("cors_origins", origins));
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
    /// What still keeps the application from being switched on, each with its field.
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
mod tests;
