//! A panic in a handler becomes an answer instead of a broken connection. The panic hook of `logging` has already
//! written down where it happened.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

/// The handler panicked.
#[derive(Debug, thiserror::Error)]
#[error("the handler panicked")]
pub struct Panicked;

/// Waits for a future and tells if it panicked on the way. What it held is dropped, as it may be half done.
pub async fn caught<F: Future>(future: F) -> Result<F::Output, Panicked> {
    let mut future = pin!(future);
    std::future::poll_fn(|context| {
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
            Err(_) => Poll::Ready(Err(Panicked)),
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_told_and_not_passed_on() {
        assert_eq!(caught(async { 7 }).await.unwrap(), 7);
        assert!(caught(async { panic!("on purpose") }).await.is_err());
    }
}
