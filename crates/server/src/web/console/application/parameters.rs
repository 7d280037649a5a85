//! Parameters: addresses, client authentication, profile, lifetimes.

use axum::Router;
use axum::routing::get;
use moongate_domain::application::{
    Application, ApplicationPatch, Profile, TokenEndpointAuthMethod,
};
use moongate_service::Error;

use super::super::admin::Place;
use super::super::answer::{Answer, problems, see};
use super::super::done;
use super::super::views::{Choice, FormField, Kind, Section};
use super::{find, form_page, home, save};
use crate::web::Web;
use crate::web::pages::views::Problems;
use crate::web::params::{Form, Params};

/// `…/{id}/parameters`
pub fn routes() -> Router<Web> {
    let place = "/console/p/{pool}/apps/{id}/parameters";
    Router::new().route(place, get(ask_parameters).post(parameters))
}

struct Parameters {
    redirect_uris: String,
    post_logout_redirect_uris: String,
    method: String,
    profile: String,
    access: String,
    id: String,
    refresh_enabled: bool,
    refresh: String,
}

impl Parameters {
    fn of(it: &Application) -> Self {
        Self {
            redirect_uris: it.redirect_uris.join("\n"),
            post_logout_redirect_uris: it.post_logout_redirect_uris.join("\n"),
            method: it.token_endpoint_auth_method.as_str().to_owned(),
            profile: it.profile.as_str().to_owned(),
            access: it.access_token_ttl_seconds.to_string(),
            id: it.id_token_ttl_seconds.to_string(),
            refresh_enabled: it.refresh_token_enabled,
            refresh: it.refresh_token_ttl_seconds.to_string(),
        }
    }

    fn read(form: &Params) -> Self {
        let field = |name: &str| form.field(name).to_owned();
        Self {
            redirect_uris: field("redirect_uris"),
            post_logout_redirect_uris: field("post_logout_redirect_uris"),
            method: field("token_endpoint_auth_method"),
            profile: field("profile"),
            access: field("access_token_ttl_seconds"),
            id: field("id_token_ttl_seconds"),
            refresh_enabled: form.is_ticked("refresh_token_enabled"),
            refresh: field("refresh_token_ttl_seconds"),
        }
    }

    fn patch(&self, it: &Application) -> Result<ApplicationPatch, Error> {
        let unknown = |field: &str| Error::field(field, "field.unknown_choice");
        let method = TokenEndpointAuthMethod::ALL
            .into_iter()
            .find(|it| it.as_str() == self.method)
            .ok_or_else(|| unknown("token_endpoint_auth_method"))?;
        let profile = Profile::OFFERED
            .into_iter()
            .find(|it| it.as_str() == self.profile)
            .ok_or_else(|| unknown("profile"))?;
        // What is no number is refused like a number out of range.
        let number = |text: &str| text.trim().parse().ok().or(Some(-1));
        let people = it.application_type.has_people();
        let lines = |text: &str| {
            text.lines()
                .map(str::trim)
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        Ok(ApplicationPatch {
            redirect_uris: people.then(|| lines(&self.redirect_uris)),
            post_logout_redirect_uris: people.then(|| lines(&self.post_logout_redirect_uris)),
            token_endpoint_auth_method: Some(method),
            profile: Some(profile),
            access_token_ttl_seconds: number(&self.access),
            id_token_ttl_seconds: people.then(|| number(&self.id)).flatten(),
            refresh_token_enabled: people.then_some(self.refresh_enabled),
            refresh_token_ttl_seconds: people.then(|| number(&self.refresh)).flatten(),
            ..ApplicationPatch::default()
        })
    }
}

async fn ask_parameters(place: Place) -> Answer {
    let it = find(&place).await?;
    parameters_page(&place, &it, &Parameters::of(&it), Problems::none()).await
}

async fn parameters(place: Place, Form(form): Form) -> Answer {
    place.admin.check(&form)?;
    let it = find(&place).await?;
    let filled = Parameters::read(&form);
    let saved = match filled.patch(&it) {
        Ok(patch) => save(&place, &it, patch, None, &form).await,
        Err(err) => Err(err),
    };
    match saved {
        Ok(_) => {
            done::tell(&place.admin.visit, "done-saved");
            Ok(see(&format!("{}/parameters", home(&place, &it))))
        }
        Err(err) => {
            let found = problems(place.admin.locale, err)?;
            parameters_page(&place, &it, &filled, found).await
        }
    }
}

async fn parameters_page(
    place: &Place,
    it: &Application,
    filled: &Parameters,
    problems: Problems,
) -> Answer {
    let frame = place.frame(Section::Applications).await?;
    let text = |name, label, value: &str| FormField::text(name, frame.t(label), value);
    let methods = it.application_type.auth_methods().iter().map(|it| {
        let label = match it {
            TokenEndpointAuthMethod::None => frame.t("method-none"),
            TokenEndpointAuthMethod::ClientSecretBasic => frame.t("method-basic"),
            TokenEndpointAuthMethod::ClientSecretPost => frame.t("method-post"),
        };
        Choice::new(it.as_str(), label)
    });
    let profiles = Profile::OFFERED.map(|it| Choice {
        value: it.as_str().to_owned(),
        label: match it {
            Profile::Strict => frame.t("profile-strict"),
            _ => frame.t("profile-oidc"),
        }
        .into_owned(),
        detail: match it {
            Profile::Strict => frame.t("profile-strict-text"),
            _ => frame.t("profile-oidc-text"),
        }
        .into_owned(),
    });
    let people = it.application_type.has_people();
    let mut fields = Vec::new();
    if people {
        fields.push(
            text("redirect_uris", "redirect-uris", &filled.redirect_uris)
                .kind(Kind::Lines)
                .hint(frame.t("redirect-uris-hint")),
        );
        fields.push(
            text(
                "post_logout_redirect_uris",
                "logout-uris",
                &filled.post_logout_redirect_uris,
            )
            .kind(Kind::Lines)
            .hint(frame.t("logout-uris-hint")),
        );
    }
    fields.push(
        text("token_endpoint_auth_method", "auth-method", &filled.method)
            .kind(Kind::Select(methods.collect()))
            .required()
            .hint(frame.t("auth-method-hint")),
    );
    fields.push(
        text("profile", "profile", &filled.profile)
            .kind(Kind::Cards(profiles.to_vec()))
            .required(),
    );
    let seconds = |name, label, value: &str, hint| {
        text(name, label, value)
            .kind(Kind::Number)
            .required()
            .hint(frame.t(hint))
    };
    fields.push(seconds(
        "access_token_ttl_seconds",
        "access-ttl",
        &filled.access,
        "access-ttl-hint",
    ));
    if people {
        fields.push(seconds(
            "id_token_ttl_seconds",
            "id-ttl",
            &filled.id,
            "id-ttl-hint",
        ));
        let ticked = if filled.refresh_enabled { "1" } else { "" };
        fields.push(
            text("refresh_token_enabled", "refresh-enabled", ticked)
                .kind(Kind::Check)
                .hint(frame.t("refresh-enabled-hint")),
        );
        fields.push(seconds(
            "refresh_token_ttl_seconds",
            "refresh-ttl",
            &filled.refresh,
            "refresh-ttl-hint",
        ));
    }
    form_page(place, frame, it, ("parameters", fields), problems)
}
