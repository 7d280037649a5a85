//! `/console/p/{pool}`: numbers of the last days, and the first steps (A-002, C1).

use std::collections::BTreeMap;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use moongate_domain::Timestamp;
use moongate_domain::event::{EventResult, EventType};
use moongate_domain::id::SourceId;
use moongate_service::audit::MOST_COUNTED;
use moongate_service::{applications, audit, demo, sources, users};

use super::admin::Place;
use super::answer::Answer;
use super::views::{ConsoleFrame, Day, Overview, Section, Share, Step, Tile};
use crate::i18n::Moment;
use crate::web::Web;
use crate::web::pages::views::html;
use crate::web::params::Query;

const DAY: i64 = 86_400_000;

/// `/console/p/{pool}`
pub fn routes() -> Router<Web> {
    Router::new().route("/console/p/{pool}", get(show))
}

/// What happened on one day.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    signed_in: u64,
    failed: u64,
    registered: u64,
}

async fn show(place: Place, Query(query): Query) -> Answer {
    let range: u32 = match query.given("days") {
        Some("7") => 7,
        Some("90") => 90,
        _ => 30,
    };
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let today = app.now().0.div_euclid(DAY);
    let first = today - 2 * i64::from(range) + 1;
    let counts = audit::traffic(app, &actor, &place.pool.id, Timestamp(first * DAY)).await?;
    let total = users::count(app, &actor, &place.pool.id).await?;
    let all = applications::list(app, &actor, &place.pool.id, None, 100).await?;
    let sources = sources::list(app, &actor, &place.pool.id).await?;
    let number = applications::count(app, &actor, &place.pool.id).await?;

    let frame = place.frame(Section::Overview).await?;
    let mut days: BTreeMap<i64, Counted> =
        (first..=today).map(|it| (it, Counted::default())).collect();
    let mut ways: BTreeMap<&SourceId, u64> = BTreeMap::new();
    for it in &counts {
        let count = it.count.unsigned_abs();
        let day = days.entry(it.day).or_default();
        match (it.event_type, it.result) {
            (EventType::Login, EventResult::Success) => {
                day.signed_in += count;
                if let Some(source) = it.source_id.as_ref()
                    && it.day > today - i64::from(range)
                {
                    *ways.entry(source).or_default() += count;
                }
            }
            (EventType::Login, EventResult::Failure) => day.failed += count,
            (EventType::Register, EventResult::Success) => day.registered += count,
            _ => {}
        }
    }
    let days: Vec<(i64, Counted)> = days.into_iter().collect();
    let (before, shown) = days.split_at(range as usize);
    let is_whole = counts.iter().map(|it| it.count).sum::<i64>() < MOST_COUNTED;
    let ever = shown.iter().chain(before).any(|(_, it)| it.signed_in > 0);
    let try_it = all
        .iter()
        .find(|it| it.enabled && it.application_type.has_pages())
        .map(|it| demo::address(app, &it.id));
    let page = Overview {
        tiles: tiles(
            &frame,
            [total.unsigned_abs(), number.unsigned_abs()],
            before,
            shown,
            is_whole,
        ),
        range,
        days: shown
            .iter()
            .map(|(day, it)| {
                let moment = Moment::table_day(place.admin.locale, Timestamp(day * DAY));
                Day {
                    label: moment.text[5..].to_owned(),
                    signed_in: it.signed_in,
                    failed: it.failed,
                    registered: it.registered,
                }
            })
            .collect(),
        methods: shares(&ways, |id| {
            sources
                .iter()
                .find(|it| it.id == *id)
                .map(|it| it.name.clone())
        }),
        attention: Vec::new(),
        steps: steps(&place, &frame, number > 0, try_it, ever),
        frame,
    };
    Ok(html(StatusCode::OK, &page))
}

fn tiles(
    frame: &ConsoleFrame,
    [users, applications]: [u64; 2],
    before: &[(i64, Counted)],
    shown: &[(i64, Counted)],
    is_whole: bool,
) -> Vec<Tile> {
    let sum = |days: &[(i64, Counted)], of: fn(&Counted) -> u64| {
        days.iter().map(|(_, it)| of(it)).sum::<u64>()
    };
    let number = |value: u64| frame.t1("number", "value", value).into_owned();
    let versus = |before: u64| {
        let text = match (is_whole, before) {
            (false, _) => frame.t1("tile-newest-only", "count", MOST_COUNTED),
            (true, 0) => frame.t("tile-nothing-before"),
            (true, _) => frame.t("tile-versus"),
        };
        text.into_owned()
    };
    let days = |of: fn(&Counted) -> u64| shown.iter().map(|(_, it)| of(it)).collect::<Vec<_>>();
    let signed_in: fn(&Counted) -> u64 = |it| it.signed_in;
    let registered: fn(&Counted) -> u64 = |it| it.registered;
    let (ok, failed) = (sum(shown, signed_in), sum(shown, |it| it.failed));
    let all = ok + failed;
    let rate = (ok * 1000 + all / 2).checked_div(all);
    vec![
        Tile {
            label: frame.t("tile-users").into_owned(),
            value: number(users),
            note: frame
                .t1("tile-applications", "count", applications)
                .into_owned(),
            change: None,
            days: Vec::new(),
        },
        Tile {
            label: frame.t("tile-sign-ins").into_owned(),
            value: number(ok),
            note: versus(sum(before, signed_in)),
            change: change(sum(before, signed_in), ok),
            days: days(signed_in),
        },
        Tile {
            label: frame.t("tile-registrations").into_owned(),
            value: number(sum(shown, registered)),
            note: versus(sum(before, registered)),
            change: change(sum(before, registered), sum(shown, registered)),
            days: days(registered),
        },
        Tile {
            label: frame.t("tile-success").into_owned(),
            value: rate.map_or_else(|| "—".to_owned(), |it| format!("{}.{}%", it / 10, it % 10)),
            note: frame.t1("tile-failed", "count", failed).into_owned(),
            change: None,
            days: days(|it| it.failed),
        },
    ]
}

/// How a number moved, in percent; nothing where there is nothing to compare with.
fn change(before: u64, now: u64) -> Option<(String, bool)> {
    let more = now >= before;
    let tenths = (now.abs_diff(before) * 1000).checked_div(before)?;
    let sign = if more { '+' } else { '−' };
    Some((format!("{sign}{}.{}%", tenths / 10, tenths % 10), more))
}

fn shares(
    ways: &BTreeMap<&SourceId, u64>,
    name: impl Fn(&SourceId) -> Option<String>,
) -> Vec<Share> {
    let total: u64 = ways.values().sum();
    let mut shares: Vec<Share> = ways
        .iter()
        .filter_map(|(id, count)| {
            Some(Share {
                label: name(id)?,
                percent: u32::try_from((count * 100 + total / 2) / total.max(1)).unwrap_or(100),
            })
        })
        .collect();
    shares.sort_by_key(|it| std::cmp::Reverse(it.percent));
    shares
}

/// The five steps of A-002. A pool is made with its attributes and its first two sources.
fn steps(
    place: &Place,
    frame: &ConsoleFrame,
    has_application: bool,
    try_it: Option<String>,
    was_tried: bool,
) -> Vec<Step> {
    let step = |label: std::borrow::Cow<'static, str>, done: bool, href: Option<String>| Step {
        label: label.into_owned(),
        href: href.filter(|_| !done),
        done,
    };
    let steps = vec![
        step(frame.t("step-pool"), true, None),
        step(frame.t("step-attributes"), true, None),
        step(frame.t("step-source"), true, None),
        step(
            frame.t("step-application"),
            has_application,
            Some(place.to("/apps/new")),
        ),
        step(frame.t("step-experience"), was_tried, try_it),
    ];
    if steps.iter().all(|it| it.done) {
        Vec::new()
    } else {
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_in_percent_of_what_was() {
        assert_eq!(change(100, 111), Some(("+11.0%".into(), true)));
        assert_eq!(change(200, 199), Some(("−0.5%".into(), false)));
        assert_eq!(change(0, 5), None);
    }
}
