//! Audit events: made here, written in the transaction of what they record, only ever read afterwards.

use std::collections::BTreeMap;

use moongate_domain::Timestamp;
use moongate_domain::administrator::{Access, Resource};
use moongate_domain::event::{AuditEvent, EventResult, EventType};
use moongate_domain::id::{ApplicationId, EventId, PoolId, SourceId, UserId};
use moongate_domain::interaction::StatementAnswer;
pub use moongate_store::audit_events::{DayCount, EventFilter};
use moongate_store::db;
use moongate_store::pool::InPool;

use crate::App;
use crate::actor::{Actor, Trace};
use crate::error::Error;

/// An event in the making.
#[derive(Debug, Clone)]
pub struct Draft(AuditEvent);

impl App {
    /// Begins an event of now.
    pub fn event(&self, pool: &PoolId, kind: EventType, actor: &Actor, trace: &Trace) -> Draft {
        Draft(AuditEvent {
            id: self.new_id(),
            pool_id: pool.clone(),
            at: self.now(),
            event_type: kind,
            result: EventResult::Success,
            actor: actor.recorded(),
            user_id: None,
            application_id: None,
            source_id: None,
            ip: trace.ip.clone(),
            user_agent: trace.user_agent.clone(),
            request_id: trace.request_id.clone(),
            details: BTreeMap::new(),
        })
    }
}

impl Draft {
    /// The user it is about.
    pub fn user(mut self, id: &UserId) -> Self {
        self.0.user_id = Some(id.clone());
        self
    }

    /// The application it happened in.
    pub fn application(mut self, id: Option<&ApplicationId>) -> Self {
        self.0.application_id = id.cloned();
        self
    }

    /// The source that was used.
    pub fn source(mut self, id: Option<&SourceId>) -> Self {
        self.0.source_id = id.cloned();
        self
    }

    /// It failed, for this stable reason.
    pub fn failed(mut self, reason: &str) -> Self {
        self.0.result = EventResult::Failure;
        self.detail("reason", reason)
    }

    /// One more fact; never a secret.
    pub fn detail(mut self, name: &str, value: impl ToString) -> Self {
        self.0.details.insert(name.to_owned(), value.to_string());
        self
    }

    /// What the person said to statements, with the texts as they read them.
    pub fn answers(mut self, answers: &[StatementAnswer]) -> Self {
        for (name, agreed) in [("agreed", true), ("declined", false)] {
            let texts = answers.iter().filter(|it| it.agreed == agreed);
            let texts: Vec<&str> = texts.map(|it| it.content.as_str()).collect();
            if !texts.is_empty() {
                self = self.detail(name, texts.join("\n"));
            }
        }
        self
    }

    /// Writes it.
    pub fn write(&self, pool: &mut InPool<'_, '_>) -> Result<(), db::Error> {
        pool.insert_event(&self.0)
    }
}

/// The events of a pool, the newest first.
pub async fn list(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    filter: EventFilter,
    before: Option<EventId>,
    limit: u32,
) -> Result<Vec<AuditEvent>, Error> {
    actor.may(Resource::AuditEvents, Access::Read, Some(pool))?;
    let pool = pool.clone();
    app.store
        .read(move |tx| {
            Ok(tx
                .pool(&pool)
                .list_events(&filter, before.as_ref(), limit.into())?)
        })
        .await
}

/// One event.
pub async fn get(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    id: &EventId,
) -> Result<AuditEvent, Error> {
    actor.may(Resource::AuditEvents, Access::Read, Some(pool))?;
    let (pool, id) = (pool.clone(), id.clone());
    app.store
        .read(move |tx| tx.pool(&pool).find_event(&id)?.ok_or(Error::NotFound))
        .await
}

/// The most sign-ins and registrations that are looked at to count them.
pub const MOST_COUNTED: i64 = 500_000;

/// Sign-ins and registrations since a time, by day. At most [`MOST_COUNTED`] of them, the newest.
pub async fn traffic(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    since: Timestamp,
) -> Result<Vec<DayCount>, Error> {
    actor.may(Resource::AuditEvents, Access::Read, Some(pool))?;
    let pool = pool.clone();
    app.store
        .read(move |tx| Ok(tx.pool(&pool).count_traffic(since, MOST_COUNTED)?))
        .await
}
