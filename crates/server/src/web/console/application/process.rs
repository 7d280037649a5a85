//! The flows of an application: registration, sign-in, password reset; each card saves by itself (A-110 to A-125, C6).

use axum::Router;
use axum::http::Uri;
use axum::routing::get;
use moongate_domain::application::{Application, ApplicationPatch};
use moongate_domain::flow::{
    Flows, FlowsPatch, LoginFlowPatch, RegistrationFlowPatch, ResetMethod, ResetPasswordFlowPatch,
};
use moongate_domain::id::SourceId;
use moongate_domain::identifier::IdentifierKind;
use moongate_domain::source::{Source, SourceKind};
use moongate_service::sources;

use super::super::admin::Place;
use super::super::answer::{Answer, problems, see, status};
use super::super::done;
use super::super::views::{Choice, ConsoleFrame, FlowCard, FlowsPage, FormField, Kind, Section};
use super::{crumbs, find, on_or_off, save, tabs};
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::pages::views::{Problems, html};
use crate::web::params::{Params, RepeatingForm};

/// `/console/p/{pool}/apps/{id}/process`, and one address for each flow
pub fn routes() -> Router<Web> {
    let at = |path: &str| format!("/console/p/{{pool}}/apps/{{id}}/process{path}");
    Router::new()
        .route(&at(""), get(show))
        .route(&at("/registration"), get(show).post(registration))
        .route(&at("/login"), get(show).post(login))
        .route(&at("/reset"), get(show).post(reset))
}

/// The card whose address it is stays unfolded.
async fn show(place: Place, uri: Uri) -> Answer {
    let it = people(&place).await?;
    let last = uri.path().rsplit('/').next().unwrap_or_default();
    let open = if last == "process" { "" } else { last };
    page(&place, &it, it.flows.clone(), open, Problems::none()).await
}

/// Machines have no flows.
async fn people(place: &Place) -> Result<Application, Failure> {
    let it = find(place).await?;
    if it.application_type.has_people() {
        Ok(it)
    } else {
        Err(Failure::not_found())
    }
}

async fn registration(place: Place, RepeatingForm(form): RepeatingForm) -> Answer {
    place.admin.check(&form)?;
    let it = people(&place).await?;
    let asked = form
        .all("flows.registration.identifiers")
        .filter_map(IdentifierKind::parse);
    let patch = RegistrationFlowPatch {
        enabled: Some(form.is_ticked("flows.registration.enabled")),
        identifiers: Some(asked.collect()),
        password_asked: Some(form.is_ticked("flows.registration.password_asked")),
        email_source: Some(source(&form, "flows.registration.email_source")),
        auto_login: Some(form.is_ticked("flows.registration.auto_login")),
        ..RegistrationFlowPatch::default()
    };
    let flows = FlowsPatch {
        registration: Some(patch),
        ..FlowsPatch::default()
    };
    keep(&place, &it, &form, flows, "registration").await
}

async fn login(place: Place, RepeatingForm(form): RepeatingForm) -> Answer {
    place.admin.check(&form)?;
    let it = people(&place).await?;
    let preferred = source(&form, "flows.login.preferred_source");
    let associated = form
        .all("flows.login.associated_sources")
        .filter_map(|it| SourceId::parse(it).ok())
        // Ticking the preferred one as well means no more than choosing it.
        .filter(|it| Some(it) != preferred.as_ref());
    let patch = LoginFlowPatch {
        enabled: Some(form.is_ticked("flows.login.enabled")),
        associated_sources: Some(associated.collect()),
        preferred_source: Some(preferred.clone()),
        ..LoginFlowPatch::default()
    };
    let flows = FlowsPatch {
        login: Some(patch),
        ..FlowsPatch::default()
    };
    keep(&place, &it, &form, flows, "login").await
}

async fn reset(place: Place, RepeatingForm(form): RepeatingForm) -> Answer {
    place.admin.check(&form)?;
    let it = people(&place).await?;
    let patch = ResetPasswordFlowPatch {
        enabled: Some(form.is_ticked("flows.reset_password.enabled")),
        method: Some(ResetMethod::Email),
        source: Some(source(&form, "flows.reset_password.source")),
    };
    let flows = FlowsPatch {
        reset_password: Some(patch),
        ..FlowsPatch::default()
    };
    keep(&place, &it, &form, flows, "reset").await
}

fn source(form: &Params, name: &str) -> Option<SourceId> {
    form.given(name).and_then(|it| SourceId::parse(it).ok())
}

async fn keep(
    place: &Place,
    it: &Application,
    form: &Params,
    flows: FlowsPatch,
    card: &'static str,
) -> Answer {
    let patch = ApplicationPatch {
        flows: Some(flows.clone()),
        ..ApplicationPatch::default()
    };
    match save(place, it, patch, None, form).await {
        Ok(_) => {
            done::tell(&place.admin.visit, "done-saved");
            let home = format!("/apps/{}/process/{card}#{card}", it.id);
            Ok(see(&place.to(&home)))
        }
        Err(err) => {
            let found = problems(place.admin.locale, err)?;
            page(place, it, filled(it.flows.clone(), flows), card, found).await
        }
    }
}

/// The flows as they were submitted, so that what was typed stays.
fn filled(mut flows: Flows, patch: FlowsPatch) -> Flows {
    if let Some(it) = patch.registration {
        let flow = &mut flows.registration;
        flow.enabled = it.enabled.unwrap_or(flow.enabled);
        flow.identifiers = it.identifiers.unwrap_or_default();
        flow.password_asked = it.password_asked.unwrap_or(flow.password_asked);
        flow.email_source = it.email_source.flatten();
        flow.auto_login = it.auto_login.unwrap_or(flow.auto_login);
    }
    if let Some(it) = patch.login {
        let flow = &mut flows.login;
        flow.enabled = it.enabled.unwrap_or(flow.enabled);
        flow.preferred_source = it.preferred_source.flatten();
        flow.associated_sources = it.associated_sources.unwrap_or_default();
    }
    if let Some(it) = patch.reset_password {
        let flow = &mut flows.reset_password;
        flow.enabled = it.enabled.unwrap_or(flow.enabled);
        flow.source = it.source.flatten();
    }
    flows
}

async fn page(
    place: &Place,
    it: &Application,
    flows: Flows,
    open: &str,
    problems: Problems,
) -> Answer {
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let sources = sources::list(app, &actor, &place.pool.id).await?;
    let frame = place.frame(Section::Applications).await?;
    let home = place.to(&format!("/apps/{}/process", it.id));
    let mut cards = vec![
        registration_card(&frame, &flows, &sources),
        login_card(&frame, &flows, &sources),
        reset_card(&frame, &flows, &sources),
    ];
    for card in &mut cards {
        card.action = format!("{home}/{}", card.id);
        card.open = card.id == open;
    }
    if open.is_empty() {
        cards[1].open = true;
    }
    let page = FlowsPage {
        crumbs: crumbs(place, &frame),
        title: it.name.clone(),
        tabs: tabs(place, &frame, it, "process"),
        version: it.version,
        cards,
        problems,
        frame,
    };
    Ok(html(status(&page.problems), &page))
}

fn check(frame: &ConsoleFrame, name: &str, label: &'static str, on: bool) -> FormField {
    FormField::text(name, frame.t(label), if on { "1" } else { "" }).kind(Kind::Check)
}

/// A list of sources of some kind, with the chance to choose none.
fn choose(
    frame: &ConsoleFrame,
    (name, label): (&str, &'static str),
    sources: &[Source],
    kind: Option<SourceKind>,
    chosen: Option<&SourceId>,
) -> FormField {
    let mut choices = vec![Choice::new("", frame.t("source-none"))];
    choices.extend(
        sources
            .iter()
            .filter(|it| kind.is_none_or(|kind| it.kind() == kind))
            .map(|it| Choice::new(it.id.as_str(), it.name.as_str())),
    );
    let chosen = chosen.map_or("", SourceId::as_str);
    FormField::text(name, frame.t(label), chosen).kind(Kind::Select(choices))
}

fn registration_card(frame: &ConsoleFrame, flows: &Flows, sources: &[Source]) -> FlowCard {
    let flow = &flows.registration;
    let kinds = [
        (IdentifierKind::Username, "username-label"),
        (IdentifierKind::Email, "email-label"),
    ];
    let choices = kinds.map(|(kind, label)| Choice::new(kind.as_str(), frame.t(label)));
    let asked: Vec<&str> = flow.identifiers.iter().map(|it| it.as_str()).collect();
    let words: Vec<String> = kinds
        .iter()
        .filter(|(kind, _)| flow.identifiers.contains(kind))
        .map(|(_, label)| frame.t(label).into_owned())
        .collect();
    let at = |member: &str| format!("flows.registration.{member}");
    let identifiers = FormField::text(
        &at("identifiers"),
        frame.t("flow-identifiers"),
        asked.join(" "),
    );
    FlowCard {
        id: "registration",
        title: frame.t("flow-registration").into_owned(),
        summary: words.join(" · "),
        status: on_or_off(frame, flow.enabled),
        open: false,
        action: String::new(),
        fields: vec![
            check(frame, &at("enabled"), "flow-registration-on", flow.enabled),
            identifiers.kind(Kind::Checks(choices.to_vec())),
            choose(
                frame,
                (&at("email_source"), "flow-email-source"),
                sources,
                Some(SourceKind::EmailCode),
                flow.email_source.as_ref(),
            ),
            check(
                frame,
                &at("password_asked"),
                "flow-password-asked",
                flow.password_asked,
            ),
            check(frame, &at("auto_login"), "flow-auto-login", flow.auto_login)
                .hint(frame.t("flow-auto-login-hint")),
        ],
    }
}

fn login_card(frame: &ConsoleFrame, flows: &Flows, sources: &[Source]) -> FlowCard {
    let flow = &flows.login;
    let all = sources
        .iter()
        .map(|it| Choice::new(it.id.as_str(), it.name.as_str()));
    let ticked: Vec<&str> = flow
        .associated_sources
        .iter()
        .map(SourceId::as_str)
        .collect();
    let names: Vec<&str> = flow
        .sources()
        .filter_map(|id| sources.iter().find(|it| it.id == *id))
        .map(|it| it.name.as_str())
        .collect();
    let associated = FormField::text(
        "flows.login.associated_sources",
        frame.t("flow-associated"),
        ticked.join(" "),
    );
    FlowCard {
        id: "login",
        title: frame.t("flow-login").into_owned(),
        summary: names.join(" · "),
        status: on_or_off(frame, flow.enabled),
        open: false,
        action: String::new(),
        fields: vec![
            check(frame, "flows.login.enabled", "flow-login-on", flow.enabled),
            choose(
                frame,
                ("flows.login.preferred_source", "flow-preferred"),
                sources,
                None,
                flow.preferred_source.as_ref(),
            )
            .hint(frame.t("flow-preferred-hint")),
            associated
                .kind(Kind::Checks(all.collect()))
                .hint(frame.t("flow-associated-hint")),
        ],
    }
}

fn reset_card(frame: &ConsoleFrame, flows: &Flows, sources: &[Source]) -> FlowCard {
    let flow = &flows.reset_password;
    FlowCard {
        id: "reset",
        title: frame.t("flow-reset").into_owned(),
        summary: frame.t("flow-reset-text").into_owned(),
        status: on_or_off(frame, flow.enabled),
        open: false,
        action: String::new(),
        fields: vec![
            check(
                frame,
                "flows.reset_password.enabled",
                "flow-reset-on",
                flow.enabled,
            ),
            choose(
                frame,
                ("flows.reset_password.source", "flow-email-source"),
                sources,
                Some(SourceKind::EmailCode),
                flow.source.as_ref(),
            ),
        ],
    }
}
