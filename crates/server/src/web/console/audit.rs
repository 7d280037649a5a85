//! `/console/p/{pool}/audit`: what was done, by whom, from where. Only ever read (A-205 to A-211, C8).

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use moongate_domain::Timestamp;
use moongate_domain::event::{Actor, AuditEvent, EventResult, EventType};
use moongate_domain::id::{ApplicationId, EventId, SourceId, UserId};
use moongate_service::audit::{self, EventFilter};

use super::admin::Place;
use super::answer::Answer;
use super::paging::{Paging, with_query};
use super::views::parts::{Badge, Crumb, Fact, Filter, Tone, Value};
use super::views::{Card, Cell, ConsoleFrame, Detail, Empty, Listing, Row, Search, Section, Table};
use crate::i18n::Moment;
use crate::web::Web;
use crate::web::pages::views::html;
use crate::web::params::{Params, Query};

const DAY: i64 = 86_400_000;
const PERIODS: [(&str, &str); 4] = [
    ("today", "period-today"),
    ("yesterday", "period-yesterday"),
    ("7", "period-7"),
    ("30", "period-30"),
];

/// `/console/p/{pool}/audit`, `…/{id}`
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/console/p/{pool}/audit", get(list))
        .route("/console/p/{pool}/audit/{id}", get(one))
}

/// The filters of the address.
struct Asked {
    kept: Vec<(String, String)>,
    filter: EventFilter,
}

impl Asked {
    fn read(query: &Params, now: Timestamp) -> Self {
        let names = ["period", "type", "result", "q"];
        let kept = names
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), query.given(name)?.trim().to_owned())))
            .collect();
        let (since, until) = period(query.field("period"), now);
        let mut filter = EventFilter {
            since,
            until,
            event_type: query.given("type").and_then(EventType::parse),
            result: query.given("result").and_then(EventResult::parse),
            ..EventFilter::default()
        };
        search(&mut filter, query.field("q").trim());
        Self { kept, filter }
    }

    fn get(&self, name: &str) -> Option<&str> {
        let found = self.kept.iter().find(|(it, _)| it == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The address with one filter set or taken away.
    fn with(&self, path: &str, name: &str, value: Option<&str>) -> String {
        let others = self.kept.iter().filter(|(it, _)| it != name);
        let mut pairs: Vec<(&str, &str)> = others
            .map(|(it, value)| (it.as_str(), value.as_str()))
            .collect();
        pairs.extend(value.map(|value| (name, value)));
        with_query(path, &pairs)
    }
}

/// Days begin at midnight UTC, which the page says.
fn period(name: &str, now: Timestamp) -> (Option<Timestamp>, Option<Timestamp>) {
    let today = now.0.div_euclid(DAY) * DAY;
    let at = |days: i64| Some(Timestamp(today - days * DAY));
    match name {
        "today" => (at(0), None),
        "yesterday" => (at(1), at(0)),
        "7" => (at(6), None),
        "30" => (at(29), None),
        _ => (None, None),
    }
}

/// One box for ids, addresses and request ids; what it is is seen from its form.
fn search(filter: &mut EventFilter, text: &str) {
    if text.is_empty() {
    } else if let Ok(id) = UserId::parse(text) {
        filter.user_id = Some(id);
    } else if let Ok(id) = ApplicationId::parse(text) {
        filter.application_id = Some(id);
    } else if let Ok(id) = SourceId::parse(text) {
        filter.source_id = Some(id);
    } else if text.starts_with("req_") {
        filter.request_id = Some(text.to_owned());
    } else {
        filter.ip = Some(text.to_owned());
    }
}

async fn list(place: Place, Query(query): Query) -> Answer {
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let paging = Paging::read(&query);
    let asked = Asked::read(&query, app.now());
    let before = paging
        .cursor
        .as_deref()
        .and_then(|it| EventId::parse(it).ok());
    let mut events = audit::list(
        app,
        &actor,
        &place.pool.id,
        asked.filter.clone(),
        before,
        paging.asked(),
    )
    .await?;
    let next = paging.cut(&mut events, |it| it.id.to_string());
    let frame = place.frame(Section::Audit).await?;
    let path = place.to("/audit");
    let mut table = table(&place, &frame, &events);
    table.filters = filters(&frame, &asked, &path);
    table.search = Some(Search {
        action: path.clone(),
        label: frame.t("audit-search").into_owned(),
        value: asked.get("q").unwrap_or_default().to_owned(),
        kept: asked
            .kept
            .iter()
            .filter(|(it, _)| it != "q")
            .cloned()
            .collect(),
    });
    table.clear = (!asked.kept.is_empty()).then(|| path.clone());
    table.pager = Some(paging.pager(&frame, (&path, &asked.kept), events.len(), next, None));
    let page = Listing {
        crumbs: Vec::new(),
        title: frame.t("audit-logs").into_owned(),
        text: frame.t("audit-text").into_owned(),
        acts: Vec::new(),
        table,
        frame,
    };
    Ok(html(StatusCode::OK, &page))
}

fn filters(frame: &ConsoleFrame, asked: &Asked, path: &str) -> Vec<Filter> {
    let filter = |name: &str, label, choices: Vec<(String, &str)>| {
        let chosen = asked.get(name).and_then(|value| {
            let (label, _) = choices.iter().find(|(_, it)| *it == value)?;
            Some((label.clone(), asked.with(path, name, None)))
        });
        Filter {
            label: frame.t(label).into_owned(),
            chosen,
            choices: choices
                .into_iter()
                .map(|(label, value)| (label, asked.with(path, name, Some(value))))
                .collect(),
        }
    };
    let results = [EventResult::Success, EventResult::Failure];
    vec![
        filter(
            "period",
            "period",
            PERIODS
                .map(|(value, label)| (frame.t(label).into_owned(), value))
                .to_vec(),
        ),
        filter(
            "type",
            "event-type",
            EventType::ALL
                .iter()
                .map(|it| (type_name(frame, *it), it.as_str()))
                .collect(),
        ),
        filter(
            "result",
            "result",
            results
                .map(|it| (result(frame, it).text, it.as_str()))
                .to_vec(),
        ),
    ]
}

/// The table of events, without anything around it.
pub fn table(place: &Place, frame: &ConsoleFrame, events: &[AuditEvent]) -> Table {
    let now = place.admin.app.now();
    let rows = events.iter().map(|it| Row {
        id: it.id.to_string(),
        name: type_name(frame, it.event_type),
        cells: vec![
            Cell::Name {
                text: type_name(frame, it.event_type),
                small: actor(frame, &it.actor),
                href: place.to(&format!("/audit/{}", it.id)),
            },
            Cell::Status(result(frame, it.result)),
            Cell::Two(details(it), it.ip.clone().unwrap_or_default()),
            Cell::Time(Moment::ago(frame.locale, it.at, now)),
        ],
        menu: Vec::new(),
    });
    let columns = ["event-type", "result", "event-details", "event-at"];
    let columns = columns.map(|it| frame.t(it).into_owned()).to_vec();
    let mut table = Table::new(frame.t("audit-logs"), columns, rows.collect());
    table.empty = Empty {
        title: frame.t("audit-none").into_owned(),
        text: frame.t("audit-none-text").into_owned(),
        act: None,
    };
    table
}

/// What is shown of an event in one line.
fn details(event: &AuditEvent) -> String {
    let user = event.user_id.as_ref().map(ToString::to_string);
    let facts = event
        .details
        .iter()
        .filter(|(name, _)| !name.ends_with("_id"))
        .map(|(name, value)| format!("{name}: {value}"));
    let parts: Vec<String> = user.into_iter().chain(facts).collect();
    if parts.is_empty() {
        "—".to_owned()
    } else {
        parts.join(" · ")
    }
}

fn result(frame: &ConsoleFrame, result: EventResult) -> Badge {
    match result {
        EventResult::Success => Badge::new(Tone::Ok, frame.t("result-success")),
        EventResult::Failure => Badge::new(Tone::Bad, frame.t("result-failure")),
    }
}

fn actor(frame: &ConsoleFrame, actor: &Actor) -> String {
    match actor {
        Actor::Anonymous => frame.t("actor-anonymous").into_owned(),
        Actor::System => frame.t("actor-system").into_owned(),
        Actor::User(_) => frame.t("actor-user").into_owned(),
        Actor::Administrator(_) => frame.t("actor-administrator").into_owned(),
        Actor::Key(_) => frame.t("actor-key").into_owned(),
        Actor::Application(_) => frame.t("actor-application").into_owned(),
    }
}

fn type_name(frame: &ConsoleFrame, kind: EventType) -> String {
    let key = match kind {
        EventType::Login => "event-login",
        EventType::Logout => "event-logout",
        EventType::Register => "event-register",
        EventType::CodeSent => "event-code-sent",
        EventType::PasswordChanged => "event-password-changed",
        EventType::PasswordReset => "event-password-reset",
        EventType::ProfileChanged => "event-profile-changed",
        EventType::SessionEnded => "event-session-ended",
        EventType::SessionsEnded => "event-sessions-ended",
        EventType::Authorize => "event-authorize",
        EventType::ConsentGiven => "event-consent-given",
        EventType::ConsentDenied => "event-consent-denied",
        EventType::CodeReplayed => "event-code-replayed",
        EventType::RefreshTokenReplayed => "event-refresh-token-replayed",
        EventType::UserCreated => "event-user-created",
        EventType::UserChanged => "event-user-changed",
        EventType::UserDeleted => "event-user-deleted",
        EventType::UserLocked => "event-user-locked",
        EventType::UserUnlocked => "event-user-unlocked",
        EventType::UserFrozen => "event-user-frozen",
        EventType::UserThawed => "event-user-thawed",
        EventType::UserPasswordReset => "event-user-password-reset",
        EventType::UserRevealed => "event-user-revealed",
        EventType::PoolCreated => "event-pool-created",
        EventType::PoolChanged => "event-pool-changed",
        EventType::PoolDeleted => "event-pool-deleted",
        EventType::ApplicationCreated => "event-application-created",
        EventType::ApplicationChanged => "event-application-changed",
        EventType::ApplicationDeleted => "event-application-deleted",
        EventType::ApplicationSecretCreated => "event-secret-created",
        EventType::ApplicationSecretDeleted => "event-secret-deleted",
        EventType::SourceCreated => "event-source-created",
        EventType::SourceChanged => "event-source-changed",
        EventType::SourceDeleted => "event-source-deleted",
        EventType::SigningKeysRotated => "event-signing-keys-rotated",
        EventType::AdministratorChanged => "event-administrator-changed",
        EventType::ManagementKeyCreated => "event-key-created",
        EventType::ManagementKeyRevoked => "event-key-revoked",
    };
    frame.t(key).into_owned()
}

async fn one(place: Place) -> Answer {
    let (app, admin) = (&place.admin.app, place.admin.actor());
    let event = audit::get(app, &admin, &place.pool.id, &place.id()?).await?;
    let frame = place.frame(Section::Audit).await?;
    let copy = |value: Option<String>| value.map_or(Value::None, Value::Copy);
    let id = |label, value: Option<String>| Fact::new(frame.t(label), copy(value));
    let facts = vec![
        id("event-id", Some(event.id.to_string())),
        Fact::new(
            frame.t("event-at"),
            Value::Time(Moment::exact(frame.locale, event.at)),
        ),
        Fact::new(
            frame.t("event-actor"),
            Value::Text(actor_in_full(&frame, &event.actor)),
        ),
        id("user", event.user_id.as_ref().map(ToString::to_string)),
        id(
            "application",
            event.application_id.as_ref().map(ToString::to_string),
        ),
        id("source", event.source_id.as_ref().map(ToString::to_string)),
        id("ip", event.ip.clone()),
        Fact::new(
            frame.t("user-agent"),
            event.user_agent.clone().map_or(Value::None, Value::Text),
        ),
        id("request-id", event.request_id.clone()),
    ];
    let details: Vec<Fact> = event
        .details
        .iter()
        .map(|(name, value)| Fact::new(name.as_str(), Value::Text(value.clone())))
        .collect();
    let mut cards = vec![Card::Facts {
        title: frame.t("event").into_owned(),
        text: String::new(),
        facts,
    }];
    if !details.is_empty() {
        cards.push(Card::Facts {
            title: frame.t("event-details").into_owned(),
            text: String::new(),
            facts: details,
        });
    }
    let page = Detail {
        crumbs: vec![Crumb {
            label: frame.t("audit-logs").into_owned(),
            href: place.to("/audit"),
        }],
        title: type_name(&frame, event.event_type),
        text: String::new(),
        status: Some(result(&frame, event.result)),
        acts: Vec::new(),
        tabs: Vec::new(),
        note: None,
        cards,
        frame,
    };
    Ok(html(StatusCode::OK, &page))
}

fn actor_in_full(frame: &ConsoleFrame, by: &Actor) -> String {
    let word = actor(frame, by);
    match by {
        Actor::Anonymous | Actor::System => word,
        Actor::User(id) | Actor::Administrator(id) => format!("{word} {id}"),
        Actor::Key(id) => format!("{word} {id}"),
        Actor::Application(id) => format!("{word} {id}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_period_is_exactly_its_days() {
        //
        let now = Timestamp::parse("2026-11-22T10:25:00Z").unwrap();
        let range = |name| {
            let (since, until) = period(name, now);
            let text = |it: Option<Timestamp>| it.map(|it| it.to_string()[..10].to_owned());
            (text(since), text(until))
        };
        let day = |it: &str| Some(it.to_owned());
        assert_eq!(range("today"), (day("2026-11-22"), None));
        assert_eq!(range("yesterday"), (day("2026-11-21"), day("2026-11-22")));
        assert_eq!(range("7"), (day("2026-11-16"), None));
        assert_eq!(range("30"), (day("2026-10-24"), None));
        assert_eq!(range(""), (None, None));
    }

    #[test]
    fn one_box_finds_users_applications_requests_and_addresses() {
        //
        let find = |text: &str| {
            let mut filter = EventFilter::default();
            search(&mut filter, text);
            filter
        };
        assert!(find("usr_00000000000000000000000000").user_id.is_some());
        assert!(
            find("app_00000000000000000000000000")
                .application_id
                .is_some()
        );
        assert_eq!(find("req_ab").request_id.as_deref(), Some("req_ab"));
        assert_eq!(find("192.0.2.1").ip.as_deref(), Some("192.0.2.1"));
        assert_eq!(find("").ip, None);
    }
}
