//! One Argon2id hash after another, with the product's setting (19 MiB, 2 passes, 1 lane).

use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Params, Version};
use axum::Router;
use axum::extract::Path;
use axum::routing::get;

/// Answers how many hashes a second this core makes, measured for the given milliseconds.
async fn rate(Path(milliseconds): Path<u64>) -> String {
    let params = Params::new(19_456, 2, 1, Some(32)).expect("a valid setting");
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let began = Instant::now();
    let mut hashes = 0_u32;
    while began.elapsed() < Duration::from_millis(milliseconds) {
        let mut hash = [0; 32];
        argon2
            .hash_password_into(
                b"Lantern-Meadow-52",
                &hashes.to_be_bytes().repeat(4),
                &mut hash,
            )
            .expect("a hash");
        hashes += 1;
    }
    (f64::from(hashes) / began.elapsed().as_secs_f64()).to_string()
}

pub fn router() -> Router {
    Router::new().route("/rate/{milliseconds}", get(rate))
}
