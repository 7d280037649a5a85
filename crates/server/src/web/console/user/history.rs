//! Where a user is signed in, and what happened to them.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use moongate_domain::session::Method;
use moongate_service::audit::EventFilter;
use moongate_service::{audit, users};

use super::super::admin::Place;
use super::super::answer::Answer;
use super::super::audit as audit_pages;
use super::super::views::{Act, Card, Cell, Empty, Row, Section, Table};
use super::{detail, find, home};
use crate::i18n::Moment;
use crate::web::Web;
use crate::web::pages::views::account::Device;
use crate::web::pages::views::html;

/// Events that the log tab shows; the audit log shows all.
const IN_LOG: u32 = 20;

/// `…/{id}/sessions`, `…/log`
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/console/p/{pool}/users/{id}/sessions", get(sessions))
        .route("/console/p/{pool}/users/{id}/log", get(log))
}

async fn sessions(place: Place) -> Answer {
    let user = find(&place).await?;
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let live = users::list_sessions(app, &actor, &place.pool.id, &user.id).await?;
    let frame = place.frame(Section::Users).await?;
    let now = app.now();
    let rows: Vec<Row> = live
        .iter()
        .map(|it| {
            let device = Device::of(it.user_agent.as_deref().unwrap_or_default()).name;
            let device = if device.is_empty() {
                frame.t("device-unknown").into_owned()
            } else {
                device
            };
            Row {
                id: it.id.to_string(),
                name: device.clone(),
                cells: vec![
                    Cell::Two(device, it.ip.clone().unwrap_or_default()),
                    Cell::Text(
                        it.methods
                            .iter()
                            .map(|it| frame.t(method_name(*it)))
                            .collect::<Vec<_>>()
                            .join(", "),
                    ),
                    Cell::Time(Moment::ago(frame.locale, it.created_at, now)),
                    Cell::Time(Moment::ago(frame.locale, it.last_seen_at, now)),
                ],
                menu: Vec::new(),
            }
        })
        .collect();
    let columns = ["device", "method", "session-since", "session-seen"];
    let columns = columns.map(|it| frame.t(it).into_owned()).to_vec();
    let mut table = Table::new(frame.t("tab-sessions"), columns, rows);
    table.empty = Empty {
        title: frame.t("sessions-none").into_owned(),
        text: frame.t("sessions-none-text").into_owned(),
        act: None,
    };
    let has_any = !table.rows.is_empty();
    let mut cards = vec![Card::Table(Box::new(table))];
    if has_any {
        cards.push(Card::Do {
            title: frame.t("sessions-end").into_owned(),
            text: frame.t("sessions-end-text").into_owned(),
            act: Act::link(
                frame.t("sessions-end"),
                format!("{}/end-sessions", home(&place, &user.id)),
            )
            .danger(),
        });
    }
    Ok(html(
        StatusCode::OK,
        &detail(&place, frame, &user, "sessions", cards),
    ))
}

async fn log(place: Place) -> Answer {
    let user = find(&place).await?;
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let filter = EventFilter {
        user_id: Some(user.id.clone()),
        ..EventFilter::default()
    };
    let events = audit::list(app, &actor, &place.pool.id, filter, None, IN_LOG).await?;
    let frame = place.frame(Section::Users).await?;
    let table = audit_pages::table(&place, &frame, &events);
    let all = place.to(&format!("/audit?q={}", user.id));
    let cards = vec![
        Card::Table(Box::new(table)),
        Card::Do {
            title: frame.t("audit-of-user").into_owned(),
            text: frame.t("audit-of-user-text").into_owned(),
            act: Act::link(frame.t("audit-open"), all),
        },
    ];
    Ok(html(
        StatusCode::OK,
        &detail(&place, frame, &user, "log", cards),
    ))
}

fn method_name(method: Method) -> &'static str {
    match method {
        Method::Password => "method-password",
        Method::EmailCode => "method-email-code",
    }
}
