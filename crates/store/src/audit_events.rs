//! Audit events: appended, read, never changed.

use moongate_domain::Timestamp;
use moongate_domain::event::{Actor, AuditEvent, EventResult, EventType};
use moongate_domain::id::{ApplicationId, EventId, SourceId, UserId};

use crate::args;
use crate::db::{Error, FromRow, Row, Value};
use crate::pool::InPool;

/// Which events to list; everything that is not set is not asked.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    /// About this user.
    pub user_id: Option<UserId>,
    /// In this application.
    pub application_id: Option<ApplicationId>,
    /// By this source.
    pub source_id: Option<SourceId>,
    /// Of this type.
    pub event_type: Option<EventType>,
    /// With this result.
    pub result: Option<EventResult>,
    /// From this address.
    pub ip: Option<String>,
    /// Of this request.
    pub request_id: Option<String>,
    /// Not before.
    pub since: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

impl InPool<'_, '_> {
    /// Appends an event.
    pub fn insert_event(&mut self, it: &AuditEvent) -> Result<(), Error> {
        let details = serde_json::to_string(&it.details).map_err(Error::inconsistent)?;
        self.tx.execute(
            "INSERT INTO audit_events (id, pool_id, at, type, result, actor, user_id, application_id, source_id, ip,
                user_agent, request_id, details)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            args![
                &it.id, self.id, it.at, it.event_type.as_str(), it.result.as_str(), it.actor.to_string(),
                it.user_id.as_ref(), it.application_id.as_ref(), it.source_id.as_ref(), it.ip.clone(),
                it.user_agent.clone(), it.request_id.clone(), details
            ],
        )?;
        Ok(())
    }

    /// One event.
    pub fn find_event(&mut self, id: &EventId) -> Result<Option<AuditEvent>, Error> {
        self.tx.find(
            "SELECT * FROM audit_events WHERE pool_id = $1 AND id = $2",
            args![self.id, id],
        )
    }

    /// Events, the newest first, before a cursor.
    pub fn list_events(
        &mut self,
        filter: &EventFilter,
        before: Option<&EventId>,
        limit: i64,
    ) -> Result<Vec<AuditEvent>, Error> {
        let mut sql = String::from("SELECT * FROM audit_events WHERE pool_id = $1 AND id < $2");
        let mut args = args![self.id, before.map_or("evt_~", EventId::as_str)].to_vec();
        let mut narrow = |condition: &str, value: Option<Value>| {
            if let Some(value) = value {
                args.push(value);
                sql.push_str(&format!(" AND {condition} ${}", args.len()));
            }
        };
        narrow("user_id =", filter.user_id.as_ref().map(Value::from));
        narrow(
            "application_id =",
            filter.application_id.as_ref().map(Value::from),
        );
        narrow("source_id =", filter.source_id.as_ref().map(Value::from));
        narrow(
            "type =",
            filter.event_type.map(|it| Value::from(it.as_str())),
        );
        narrow("result =", filter.result.map(|it| Value::from(it.as_str())));
        narrow("ip =", filter.ip.as_deref().map(Value::from));
        narrow(
            "request_id =",
            filter.request_id.as_deref().map(Value::from),
        );
        narrow("at >=", filter.since.map(Value::from));
        narrow("at <", filter.until.map(Value::from));
        args.push(Value::from(limit));
        sql.push_str(&format!(" ORDER BY id DESC LIMIT ${}", args.len()));
        self.tx.list(&sql, &args)
    }
}

/// How often something happened on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayCount {
    /// The day, counted from 1970 in UTC.
    pub day: i64,
    /// What happened.
    pub event_type: EventType,
    /// How it ended.
    pub result: EventResult,
    /// By which source, if one was used.
    pub source_id: Option<SourceId>,
    /// How often.
    pub count: i64,
}

impl InPool<'_, '_> {
    /// Sign-ins and registrations since a time by day, looking at the newest `most` only. Answered from an index.
    pub fn count_traffic(&mut self, since: Timestamp, most: i64) -> Result<Vec<DayCount>, Error> {
        self.tx.list(
            "SELECT at / 86400000 AS day, type, result, source_id, COUNT(*) AS count
             FROM (SELECT at, type, result, source_id FROM audit_events
                   WHERE pool_id = $1 AND at >= $2 AND type IN ('login', 'register')
                   ORDER BY at DESC LIMIT $3) AS newest
             GROUP BY at / 86400000, type, result, source_id",
            args![self.id, since, most],
        )
    }
}

impl FromRow for DayCount {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        let (kind, result): (String, String) = (row.get("type")?, row.get("result")?);
        Ok(Self {
            day: row.get("day")?,
            event_type: EventType::parse(&kind)
                .ok_or_else(|| Error::inconsistent(format!("event type {kind}")))?,
            result: EventResult::parse(&result)
                .ok_or_else(|| Error::inconsistent(format!("event result {result}")))?,
            source_id: row.get("source_id")?,
            count: row.get("count")?,
        })
    }
}

impl FromRow for AuditEvent {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        let text = |column| row.get::<String>(column);
        let bad = |what: &str, value: &str| Error::inconsistent(format!("{what} {value}"));
        let (kind, result, actor) = (text("type")?, text("result")?, text("actor")?);
        Ok(Self {
            id: row.get("id")?,
            pool_id: row.get("pool_id")?,
            at: row.get("at")?,
            event_type: EventType::parse(&kind).ok_or_else(|| bad("event type", &kind))?,
            result: EventResult::parse(&result).ok_or_else(|| bad("event result", &result))?,
            actor: Actor::parse(&actor).ok_or_else(|| bad("actor", &actor))?,
            user_id: row.get("user_id")?,
            application_id: row.get("application_id")?,
            source_id: row.get("source_id")?,
            ip: row.get("ip")?,
            user_agent: row.get("user_agent")?,
            request_id: row.get("request_id")?,
            details: row.json("details")?,
        })
    }
}
