//! The quick start: what to put into a library, with this application's values, and what can be done with it.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use moongate_domain::administrator::Resource;
use moongate_domain::application::Application;
use moongate_domain::secret::Secret;
use moongate_service::demo;

use super::super::admin::Place;
use super::super::answer::Answer;
use super::super::applications::{delete_question, turn};
use super::super::views::parts::{Fact, Tone, Value};
use super::super::views::{Act, Card, ConsoleFrame, Detail, Note, Section};
use super::{crumbs, find, home, on_or_off, secrets, tabs, type_name};
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::pages::views::{Problems, html};
use crate::web::params::Form;

/// `…/{id}`, `…/quickstart`, and the buttons of its head
pub fn routes() -> Router<Web> {
    let at = |path: &str| format!("/console/p/{{pool}}/apps/{{id}}{path}");
    Router::new()
        .route(&at(""), get(quickstart))
        .route(&at("/quickstart"), get(quickstart))
        .route(&at("/delete"), get(ask_delete))
        .route(&at("/switch-here"), post(switch_here))
}

async fn quickstart(place: Place) -> Answer {
    let it = find(&place).await?;
    let frame = place.frame(Section::Applications).await?;
    let page = quickstart_page(&place, frame, &it, None).await?;
    Ok(html(StatusCode::OK, &page))
}

/// The quick start with the secret of an application that was just made.
pub async fn created_page(place: &Place, it: &Application, secret: &Secret) -> Answer {
    let frame = place.frame(Section::Applications).await?;
    let page = quickstart_page(place, frame, it, Some(secret)).await?;
    Ok(html(StatusCode::CREATED, &page))
}

async fn quickstart_page(
    place: &Place,
    frame: ConsoleFrame,
    it: &Application,
    secret: Option<&Secret>,
) -> Result<Detail, Failure> {
    let app = &place.admin.app;
    let issuer = app.issuer(&place.pool);
    let copy = |label, value: String| Fact::new(frame.t(label), Value::Copy(value));
    let mut facts = vec![
        copy("issuer", issuer.clone()),
        copy("client-id", it.id.to_string()),
    ];
    if let Some(secret) = secret {
        facts.push(copy("client-secret", secret.expose().to_owned()));
    }
    let discovery = format!("{issuer}/.well-known/openid-configuration");
    facts.push(copy("discovery", discovery));
    let mut cards = vec![Card::Facts {
        title: frame.t("quickstart-values").into_owned(),
        text: frame.t("quickstart-values-text").into_owned(),
        facts,
    }];
    cards.push(Card::Text {
        title: frame.t("quickstart-environment").into_owned(),
        text: environment(place, it, secret),
    });
    if it.application_type.has_people() {
        let uris = match it.redirect_uris.is_empty() {
            true => vec![Fact::new(
                frame.t("redirect-uris"),
                Value::Text(frame.t("redirect-uris-none").into_owned()),
            )],
            false => it
                .redirect_uris
                .iter()
                .map(|uri| Fact::new(frame.t("redirect-uris"), Value::Copy(uri.clone())))
                .collect(),
        };
        cards.push(Card::Facts {
            title: frame.t("quickstart-next").into_owned(),
            text: frame.t("quickstart-next-text").into_owned(),
            facts: uris,
        });
    }
    if it.token_endpoint_auth_method.needs_secret() && secret.is_none() {
        cards.push(secrets::card(place, &frame, it).await?);
    }
    let note = secret.map(|_| Note {
        tone: Tone::Warn,
        text: frame.t("shown-once").into_owned(),
    });
    Ok(Detail {
        crumbs: crumbs(place, &frame),
        title: it.name.clone(),
        text: type_name(&frame, it.application_type),
        status: Some(on_or_off(&frame, it.enabled)),
        acts: acts(place, &frame, it),
        tabs: tabs(place, &frame, it, "quickstart"),
        note,
        cards,
        frame,
    })
}

fn acts(place: &Place, frame: &ConsoleFrame, it: &Application) -> Vec<Act> {
    let home = home(place, it);
    let switch = if it.enabled {
        frame.t("switch-off")
    } else {
        frame.t("switch-on")
    };
    let mut acts = vec![
        Act::link(frame.t("delete"), format!("{home}/delete")).danger(),
        Act::post(switch, format!("{home}/switch-here")),
    ];
    if it.enabled && it.application_type.has_pages() {
        let address = demo::address(&place.admin.app, &it.id);
        acts.push(Act::link(frame.t("experience"), address).primary().beside());
    }
    acts
}

/// What most libraries read from the environment, with this application's values.
fn environment(place: &Place, it: &Application, secret: Option<&Secret>) -> String {
    let issuer = place.admin.app.issuer(&place.pool);
    let mut lines = vec![
        format!("OIDC_ISSUER={issuer}"),
        format!("OIDC_CLIENT_ID={}", it.id),
    ];
    if it.token_endpoint_auth_method.needs_secret() {
        let secret = secret.map_or("", |it| it.expose());
        lines.push(format!("OIDC_CLIENT_SECRET={secret}"));
    }
    if let Some(uri) = it.redirect_uris.first() {
        lines.push(format!("OIDC_REDIRECT_URI={uri}"));
    }
    lines.push(format!("OIDC_SCOPE=\"{}\"", it.scopes.join(" ")));
    lines.join("\n")
}

async fn ask_delete(place: Place) -> Answer {
    place.may_change(Resource::Applications)?;
    let it = find(&place).await?;
    delete_question(&place, &[it.id], Problems::none()).await
}

/// The switch in the head of the page turns to what it is not now.
async fn switch_here(place: Place, Form(form): Form) -> Answer {
    let it = find(&place).await?;
    turn(&place, &form, &it.id, !it.enabled, "/quickstart").await
}
