//! *Create now*: the demo pool, and what was made, shown once.

use axum::http::StatusCode;
use moongate_service::demo;

use super::admin::Admin;
use super::answer::{Answer, see};
use super::views::parts::{Fact, Tone, Value};
use super::views::{Act, Card, Detail, Note, Section};
use crate::web::pages::views::html;
use crate::web::params::Form;

/// Makes the demo pool if there is none.
pub async fn create(admin: Admin, Form(form): Form) -> Answer {
    admin.check(&form)?;
    let made = demo::create(
        &admin.app,
        &admin.actor(),
        admin.locale.tag(),
        &admin.trace(),
    )
    .await?;
    let Some(made) = made else {
        return Ok(see("/console"));
    };
    let frame = admin.frame(Section::Overview, Some(&made.pool)).await?;
    let fact = |label, value: &str| Fact::new(frame.t(label), Value::Copy(value.to_owned()));
    let username = made.user.username.as_ref().map(|it| it.as_str());
    let facts = vec![
        fact("username-label", username.unwrap_or_default()),
        fact("password-label", made.password.expose()),
        fact("application", &made.application.name),
        fact("client-id", made.application.id.as_str()),
        fact("issuer", &admin.app.issuer(&made.pool)),
    ];
    let page = Detail {
        crumbs: Vec::new(),
        title: frame.t("demo-ready").into_owned(),
        text: frame.t("demo-ready-text").into_owned(),
        status: None,
        acts: vec![
            Act::link(
                frame.t("overview"),
                format!("/console/p/{}", made.pool.slug),
            ),
            Act::link(
                frame.t("experience"),
                demo::address(&admin.app, &made.application.id),
            )
            .primary()
            .beside(),
        ],
        tabs: Vec::new(),
        note: Some(Note {
            tone: Tone::Warn,
            text: frame.t("shown-once").into_owned(),
        }),
        cards: vec![Card::Facts {
            title: frame.t("demo-test-user").into_owned(),
            text: String::new(),
            facts,
        }],
        frame,
    };
    Ok(html(StatusCode::OK, &page))
}
