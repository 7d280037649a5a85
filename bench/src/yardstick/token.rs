//! A token endpoint without a product around it: Basic, a form, SHA-256 of the secret, claims, one
//! ES256 signature, JSON.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use axum::Router;
use axum::extract::{Form, State};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// Signs claims.
pub struct Signer {
    key: EcdsaKeyPair,
    random: SystemRandom,
}

impl Signer {
    /// A signer with a fresh key.
    pub fn new() -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a fresh key");
        Self {
            key,
            random: SystemRandom::new(),
        }
    }

    /// A signed token of about the usual size.
    pub fn token(&self) -> String {
        let mut id = [0; 16];
        aws_lc_rs::rand::fill(&mut id).expect("randomness");
        let claims = json!({
            "iss": "http://localhost:8080/p/bench", "sub": "app_01jd0000000000000000000000",
            "aud": "http://localhost:8080/p/bench", "client_id": "app_01jd0000000000000000000000",
            "iat": 1_790_000_000, "exp": 1_790_000_600, "scope": "openid", "jti": URL_SAFE_NO_PAD.encode(id),
        });
        let header = br#"{"alg":"ES256","typ":"at+jwt","kid":"0123456789abcdef"}"#;
        let mut token = URL_SAFE_NO_PAD.encode(header);
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(claims.to_string(), &mut token);
        let signature = self
            .key
            .sign(&self.random, token.as_bytes())
            .expect("a signature");
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature.as_ref(), &mut token);
        token
    }
}

/// Whether the request proves itself; the expected secret is the one that came.
pub fn authenticated(headers: &HeaderMap) -> bool {
    let basic = headers
        .get(AUTHORIZATION)
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default();
    let pair = STANDARD
        .decode(basic.trim_start_matches("Basic "))
        .unwrap_or_default();
    let secret = pair.split(|it| *it == b':').next_back().unwrap_or_default();
    digest(&SHA256, secret).as_ref() != [0; 32]
}

/// A JSON answer that nobody may keep.
pub fn answer(body: &Value) -> impl IntoResponse + use<> {
    (
        [
            (CONTENT_TYPE, "application/json"),
            (CACHE_CONTROL, "no-store"),
        ],
        body.to_string(),
    )
}

async fn issue(
    State(signer): State<Arc<Signer>>,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> impl IntoResponse {
    assert!(
        authenticated(&headers) && !form.is_empty(),
        "the generator sends a whole request"
    );
    answer(&json!({"access_token": signer.token(), "token_type": "Bearer", "expires_in": 600}))
}

pub fn router() -> Router {
    Router::new()
        .route("/token", post(issue))
        .with_state(Arc::new(Signer::new()))
}
