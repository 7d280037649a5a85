//! `/account/sessions`: the devices that are signed in, and signing them out.

use axum::extract::Path;
use axum::http::StatusCode;
use moongate_domain::Timestamp;
use moongate_domain::id::SessionId;
use moongate_domain::session::Session;
use moongate_service::account;
use serde::Deserialize;

use super::member::Member;
use crate::i18n::Moment;
use crate::web::error::Failure;
use crate::web::pages::sign_out;
use crate::web::pages::stop::Answer;
use crate::web::pages::views::Notice;
use crate::web::pages::views::account::{Device, EndAllSessions, SessionRow, Sessions};
use crate::web::params::Form;

/// Which one.
#[derive(Deserialize)]
pub struct Named {
    id: String,
}

/// The list, this device first.
pub async fn show(member: Member) -> Answer {
    let (app, pool) = (&member.stage.web.app, &member.stage.pool);
    let all = account::list_sessions(app, pool, &member.person).await?;
    let now = app.now();
    let mut rows: Vec<SessionRow> = all.iter().map(|it| row(&member, it, now)).collect();
    rows.sort_by_key(|it| !it.current);
    let settings = &pool.settings;
    let page = Sessions {
        frame: member.frame(),
        person: member.shown(),
        notice: member.notice("ended", Notice::SessionEnded),
        sessions: rows,
        idle_minutes: u32::try_from(settings.session_idle_minutes).unwrap_or(0),
        longest_hours: u32::try_from(settings.session_absolute_hours).unwrap_or(0),
    };
    Ok(member.page(StatusCode::OK, &page))
}

fn row(member: &Member, it: &Session, now: Timestamp) -> SessionRow {
    let locale = member.stage.locale;
    SessionRow {
        id: it.id.to_string(),
        device: Device::of(it.user_agent.as_deref().unwrap_or_default()),
        address: it.ip.clone().unwrap_or_default(),
        last_seen: Moment::ago(locale, it.last_seen_at, now),
        since: Moment::day(locale, it.created_at),
        current: it.id == member.person.session.id,
    }
}

/// Signs one device out.
pub async fn end(member: Member, Path(Named { id }): Path<Named>, Form(form): Form) -> Answer {
    member.check(&form)?;
    let id = SessionId::parse(&id).map_err(|_| Failure::not_found())?;
    let stage = &member.stage;
    account::end_session(
        &stage.web.app,
        &stage.pool,
        &member.person,
        &id,
        &stage.browser,
    )
    .await?;
    if id == member.person.session.id {
        return Ok(sign_out::leave(stage, None));
    }
    Ok(member.to("/account/sessions?ended=1"))
}

/// The question before all devices are signed out.
pub async fn show_end_all(member: Member) -> Answer {
    let page = EndAllSessions {
        frame: member.frame(),
        person: member.shown(),
    };
    Ok(member.page(StatusCode::OK, &page))
}

/// Signs all devices out, this one included.
pub async fn end_all(member: Member, Form(form): Form) -> Answer {
    member.check(&form)?;
    let stage = &member.stage;
    account::end_all_sessions(&stage.web.app, &stage.pool, &member.person, &stage.browser).await?;
    Ok(sign_out::leave(stage, None))
}
