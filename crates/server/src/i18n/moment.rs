//! How instants read: relative up to a day, then a date; always with the exact time beside it.

use jiff::tz::TimeZone;
use moongate_domain::Timestamp;

use super::{Locale, t};

/// An instant as a page shows it. Scripts may rewrite the texts in the reader's own zone from `iso`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// RFC 3339 in UTC, for `datetime=`.
    pub iso: String,
    /// What is read, such as `2 min ago` or `18 Mar 2026`.
    pub text: String,
    /// The exact time with its zone.
    pub exact: String,
}

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Moment {
    /// Relative to `now` within the last 24 hours, a date before that.
    pub fn ago(locale: Locale, at: Timestamp, now: Timestamp) -> Self {
        let age = now.0.saturating_sub(at.0);
        let text = match age {
            ..MINUTE => t(locale, "time-just-now", &[]).into_owned(),
            MINUTE..HOUR => {
                t(locale, "time-minutes-ago", &[("count", &(age / MINUTE))]).into_owned()
            }
            HOUR..DAY => t(locale, "time-hours-ago", &[("count", &(age / HOUR))]).into_owned(),
            _ => date(locale, at),
        };
        Self {
            text,
            ..Self::exact(locale, at)
        }
    }

    /// The day.
    pub fn day(locale: Locale, at: Timestamp) -> Self {
        Self {
            text: date(locale, at),
            ..Self::exact(locale, at)
        }
    }

    /// The day as tables show it, alike in every language: `2026-11-20`.
    pub fn table_day(locale: Locale, at: Timestamp) -> Self {
        Self {
            text: civil(at).strftime("%Y-%m-%d").to_string(),
            ..Self::exact(locale, at)
        }
    }

    /// Day and time to the second, with the zone.
    pub fn exact(locale: Locale, at: Timestamp) -> Self {
        let clock = civil(at).strftime("%H:%M:%S").to_string();
        let exact = t(
            locale,
            "time-exact",
            &[("date", &date(locale, at)), ("clock", &clock)],
        )
        .into_owned();
        Self {
            iso: at.to_string(),
            text: exact.clone(),
            exact,
        }
    }
}

fn civil(at: Timestamp) -> jiff::Zoned {
    jiff::Timestamp::from_millisecond(at.0)
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .to_zoned(TimeZone::UTC)
}

fn date(locale: Locale, at: Timestamp) -> String {
    let day = civil(at);
    let numeric = day.strftime("%Y-%m-%d").to_string();
    t(
        locale,
        "time-date",
        &[
            ("numeric", &numeric),
            ("year", &day.year().to_string()),
            ("month", &i64::from(day.month())),
            ("day", &i64::from(day.day())),
        ],
    )
    .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_relative_for_a_day_and_a_date_afterwards() {
        let now = Timestamp::parse("2026-11-22T10:25:00Z").unwrap();
        let text = |locale, ms| Moment::ago(locale, Timestamp(now.0 - ms), now).text;
        assert_eq!(text(Locale::EnUs, 10_000), "just now");
        assert_eq!(text(Locale::EnUs, 2 * MINUTE), "2 min ago");
        assert_eq!(text(Locale::ZhCn, 3 * HOUR), "3 小时前");
        assert_eq!(text(Locale::EnUs, 2 * DAY), "20 Nov 2026");
        assert_eq!(text(Locale::ZhCn, 2 * DAY), "2026-11-20");
        assert_eq!(
            Moment::exact(Locale::EnUs, now).exact,
            "22 Nov 2026, 10:25:00 UTC"
        );
    }
}
