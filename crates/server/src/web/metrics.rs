//! What the server counts about itself, in the text form that Prometheus reads. Served on a port of its own (D4).

use std::fmt::Write;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use moongate_domain::Timestamp;
use moongate_service::passwords::Passwords;

use crate::listener::Speaker;

/// Upper ends of the time classes, in milliseconds.
const CLASSES: [u64; 10] = [1, 5, 10, 25, 50, 100, 250, 500, 1000, 5000];

/// The counters. Shared by all who count.
#[derive(Debug)]
pub struct Metrics {
    started: Timestamp,
    /// By the first digit of the status, from 1.
    statuses: [AtomicU64; 5],
    /// Requests that took at most so long; each counts in one class only.
    times: [AtomicU64; CLASSES.len() + 1],
    micros: AtomicU64,
    passwords: OnceLock<Passwords>,
}

impl Metrics {
    /// All zero, from now on.
    pub fn new(now: Timestamp) -> Self {
        Self {
            started: now,
            statuses: Default::default(),
            times: Default::default(),
            micros: AtomicU64::new(0),
            passwords: OnceLock::new(),
        }
    }

    /// Tells of the hashing workers, once they run.
    pub fn watch(&self, passwords: Passwords) {
        self.passwords.get_or_init(|| passwords);
    }

    /// Counts one answer.
    pub fn count(&self, status: StatusCode, took: Duration) {
        let add = |counter: &AtomicU64, by| counter.fetch_add(by, Ordering::Relaxed);
        let class = usize::from(status.as_u16() / 100).clamp(1, 5) - 1;
        add(&self.statuses[class], 1);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        add(&self.micros, micros);
        add(
            &self.times[CLASSES.partition_point(|end| end * 1000 < micros)],
            1,
        );
    }

    /// The exposition text, version 0.0.4.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out)
            .expect("writing to a string cannot fail");
        out
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        writeln!(out, "# TYPE moongate_build_info gauge")?;
        writeln!(
            out,
            "moongate_build_info{{version=\"{}\"}} 1",
            env!("CARGO_PKG_VERSION")
        )?;
        writeln!(out, "# TYPE process_start_time_seconds gauge")?;
        writeln!(out, "process_start_time_seconds {}", self.started.seconds())?;
        writeln!(out, "# TYPE moongate_requests_total counter")?;
        for (class, counter) in (1..).zip(&self.statuses) {
            writeln!(
                out,
                "moongate_requests_total{{status=\"{class}xx\"}} {}",
                read(counter)
            )?;
        }
        writeln!(out, "# TYPE moongate_request_duration_seconds histogram")?;
        let mut sum = 0;
        for (end, counter) in CLASSES.iter().zip(&self.times) {
            sum += read(counter);
            let end = Duration::from_millis(*end).as_secs_f64();
            writeln!(
                out,
                "moongate_request_duration_seconds_bucket{{le=\"{end}\"}} {sum}"
            )?;
        }
        sum += read(&self.times[CLASSES.len()]);
        writeln!(
            out,
            "moongate_request_duration_seconds_bucket{{le=\"+Inf\"}} {sum}"
        )?;
        let seconds = Duration::from_micros(read(&self.micros)).as_secs_f64();
        writeln!(out, "moongate_request_duration_seconds_sum {seconds}")?;
        writeln!(out, "moongate_request_duration_seconds_count {sum}")?;
        if let Some(passwords) = self.passwords.get() {
            writeln!(out, "# TYPE moongate_password_hashes_waiting gauge")?;
            writeln!(
                out,
                "moongate_password_hashes_waiting {}",
                passwords.waiting()
            )?;
        }
        Ok(())
    }
}

/// What the second port answers: `GET /metrics` and nothing else.
#[derive(Debug, Clone)]
pub struct MetricsPage(pub Arc<Metrics>);

impl Speaker for MetricsPage {
    async fn answer(&self, _: IpAddr, request: Request<Body>) -> Response {
        if request.uri().path() != "/metrics" {
            return StatusCode::NOT_FOUND.into_response();
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return StatusCode::METHOD_NOT_ALLOWED.into_response();
        }
        let kind = [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )];
        (kind, self.0.text()).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_status_and_time() {
        let metrics = Metrics::new(Timestamp(1_790_000_000_000));
        metrics.count(StatusCode::OK, Duration::from_millis(1));
        metrics.count(StatusCode::SEE_OTHER, Duration::from_millis(7));
        metrics.count(StatusCode::INTERNAL_SERVER_ERROR, Duration::from_secs(9));
        let text = metrics.text();
        for line in [
            "process_start_time_seconds 1790000000",
            "moongate_requests_total{status=\"2xx\"} 1",
            "moongate_requests_total{status=\"4xx\"} 0",
            "moongate_requests_total{status=\"5xx\"} 1",
            "moongate_request_duration_seconds_bucket{le=\"0.001\"} 1",
            "moongate_request_duration_seconds_bucket{le=\"0.01\"} 2",
            "moongate_request_duration_seconds_bucket{le=\"5\"} 2",
            "moongate_request_duration_seconds_bucket{le=\"+Inf\"} 3",
            "moongate_request_duration_seconds_sum 9.008",
        ] {
            assert!(
                text.lines().any(|it| it == line),
                "{line} is not in\n{text}"
            );
        }
    }
}
