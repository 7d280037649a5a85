//! Where log lines go and how they look: text for a person at a terminal, one JSON object a line for everyone else
//! (O5). They go to standard error.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

/// Starts logging what `filter` lets through, and sends panics there too, so that no line breaks the form.
pub fn start(filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let started = if std::io::stderr().is_terminal() {
        lines.finish().try_init()
    } else {
        lines.json().flatten_event(true).finish().try_init()
    };
    // Only a test that starts twice gets here with an error, and then lines already have a place.
    if started.is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map(ToString::to_string);
            let payload = panic.payload();
            let text = payload.downcast_ref::<&str>().copied();
            let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
            tracing::error!(
                panic.message = text.unwrap_or("not a text"),
                panic.place = place.as_deref().unwrap_or("unknown"),
                "a panic: please report it"
            );
        }));
    }
}
