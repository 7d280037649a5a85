//! `/console/p/{pool}/outbox`: what local connectors delivered to nobody but here.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use moongate_domain::challenge::Scene;
use moongate_domain::id::MessageId;
use moongate_service::messages;

use super::admin::Place;
use super::answer::Answer;
use super::paging::Paging;
use super::views::parts::{Crumb, Fact, Value};
use super::views::{Card, Cell, ConsoleFrame, Detail, Empty, Listing, Row, Search, Section, Table};
use crate::i18n::Moment;
use crate::web::Web;
use crate::web::pages::views::html;
use crate::web::params::Query;

/// `/console/p/{pool}/outbox`, `…/{id}`
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/console/p/{pool}/outbox", get(list))
        .route("/console/p/{pool}/outbox/{id}", get(one))
}

async fn list(place: Place, Query(query): Query) -> Answer {
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let paging = Paging::read(&query);
    // The API calls it `to`; the search box sends `q`.
    let to = query.given("q").or(query.given("to")).map(str::trim);
    let before = paging.cursor.as_deref();
    let before = before.and_then(|it| MessageId::parse(it).ok());
    let wanted = to.map(str::to_lowercase);
    let mut sent =
        messages::outbox(app, &actor, &place.pool.id, wanted, before, paging.asked()).await?;
    let next = paging.cut(&mut sent, |it| it.message.id.to_string());
    let frame = place.frame(Section::Outbox).await?;
    let now = app.now();
    let rows: Vec<Row> = sent
        .iter()
        .map(|it| Row {
            id: it.message.id.to_string(),
            name: it.body.subject.clone(),
            cells: vec![
                Cell::Name {
                    text: it.body.subject.clone(),
                    small: it.message.recipient.clone(),
                    href: place.to(&format!("/outbox/{}", it.message.id)),
                },
                Cell::Text(scene(&frame, it.message.scene)),
                Cell::Time(Moment::ago(frame.locale, it.message.created_at, now)),
            ],
            menu: Vec::new(),
        })
        .collect();
    let columns = ["message", "scene", "sent-at"];
    let columns = columns.map(|it| frame.t(it).into_owned()).to_vec();
    let path = place.to("/outbox");
    let kept: Vec<(String, String)> = to
        .map(|it| ("q".to_owned(), it.to_owned()))
        .into_iter()
        .collect();
    let mut table = Table::new(frame.t("outbox"), columns, rows);
    table.search = Some(Search {
        action: path.clone(),
        label: frame.t("outbox-search").into_owned(),
        value: to.unwrap_or_default().to_owned(),
        kept: Vec::new(),
    });
    table.clear = to.map(|_| path.clone());
    table.empty = Empty {
        title: frame.t("outbox-none").into_owned(),
        text: frame.t("outbox-none-text").into_owned(),
        act: None,
    };
    table.pager = Some(paging.pager(&frame, (&path, &kept), table.rows.len(), next, None));
    let page = Listing {
        crumbs: Vec::new(),
        title: frame.t("outbox").into_owned(),
        text: frame.t("outbox-text").into_owned(),
        acts: Vec::new(),
        table,
        frame,
    };
    Ok(html(StatusCode::OK, &page))
}

fn scene(frame: &ConsoleFrame, scene: Scene) -> String {
    let key = match scene {
        Scene::Register => "scene-register",
        Scene::Login => "scene-login",
        Scene::ResetPassword => "scene-reset-password",
        Scene::PasswordResetByAdmin => "scene-reset-by-admin",
        Scene::AlreadyRegistered => "scene-already-registered",
        Scene::PasswordChanged => "scene-password-changed",
        Scene::AccountLocked => "scene-account-locked",
    };
    frame.t(key).into_owned()
}

async fn one(place: Place) -> Answer {
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let id: MessageId = place.id()?;
    let found = messages::delivered(app, &actor, &place.pool.id, &id).await?;
    let frame = place.frame(Section::Outbox).await?;
    let facts = vec![
        Fact::new(
            frame.t("sent-to"),
            Value::Copy(found.message.recipient.clone()),
        ),
        Fact::new(
            frame.t("scene"),
            Value::Text(scene(&frame, found.message.scene)),
        ),
        Fact::new(
            frame.t("sent-at"),
            Value::Time(Moment::exact(frame.locale, found.message.created_at)),
        ),
    ];
    let page = Detail {
        crumbs: vec![Crumb {
            label: frame.t("outbox").into_owned(),
            href: place.to("/outbox"),
        }],
        title: found.body.subject.clone(),
        text: String::new(),
        status: None,
        acts: Vec::new(),
        tabs: Vec::new(),
        note: None,
        cards: vec![
            Card::Text {
                title: frame.t("message").into_owned(),
                text: found.body.text.clone(),
            },
            Card::Facts {
                title: frame.t("details").into_owned(),
                text: String::new(),
                facts,
            },
        ],
        frame,
    };
    Ok(html(StatusCode::OK, &page))
}
