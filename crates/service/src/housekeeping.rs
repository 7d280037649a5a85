//! What happens by itself: expired rows go in small steps, so that no commit is long.

use std::time::Duration;

use crate::App;
use crate::error::Error;

const EVERY: Duration = Duration::from_secs(60);
const STEP: i64 = 500;

/// Cleans up until the future is dropped. Every node may run it.
pub async fn work(app: App) {
    loop {
        match step(&app).await {
            Ok(gone) if gone > 0 => tokio::time::sleep(Duration::from_millis(100)).await,
            Ok(_) => tokio::time::sleep(EVERY).await,
            Err(err) => {
                tracing::warn!(
                    error = &err as &dyn std::error::Error,
                    "expired rows could not be removed"
                );
                tokio::time::sleep(EVERY).await;
            }
        }
    }
}

/// One step; says how many rows went.
pub async fn step(app: &App) -> Result<u64, Error> {
    let now = app.now();
    app.store
        .write(move |tx| Ok(tx.delete_expired(now, STEP)?))
        .await
}
