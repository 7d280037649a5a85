//! An application that sends people to sign in.

use axum::body::Body;
use axum::http::{Request, header};
use moongate_domain::application::Application;
use serde_json::Value;

use super::{Page, TestApp, Visitor};

/// A verifier and its challenge (RFC 7636, appendix B).
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// An application as its developers know it.
pub struct Client {
    app: TestApp,
    /// What is registered.
    pub application: Application,
}

impl Client {
    /// Where its people return to.
    pub const REDIRECT: &str = "https://shop.example/callback";
    /// Where they go after signing out.
    pub const AFTER: &str = "https://shop.example/bye";

    pub(super) fn new(app: TestApp, application: Application) -> Self {
        Self { app, application }
    }

    /// The address that starts a sign-in, with more parameters.
    pub fn authorize(&self, more: &[(&str, &str)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs([
            ("client_id", self.application.id.as_str()),
            ("redirect_uri", Self::REDIRECT),
            ("response_type", "code"),
            ("scope", "openid profile email"),
            ("state", "the state"),
            ("nonce", "the nonce"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]);
        query.extend_pairs(more);
        format!(
            "/p/{}/oauth2/authorize?{}",
            self.app.pool.slug,
            query.finish()
        )
    }

    /// Sends a browser to sign in; ends on a page of ours or at the redirect back.
    pub async fn send(&self, visitor: &mut Visitor, more: &[(&str, &str)]) -> Page {
        visitor.open(&self.authorize(more)).await
    }

    /// Exchanges the code of a redirect for tokens, or for the error.
    pub async fn redeem(&self, back: &Page) -> (u16, Value) {
        let code = back
            .location_parameter("code")
            .expect("no code in the redirect");
        self.token(&[
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", Self::REDIRECT),
            ("code_verifier", VERIFIER),
        ])
        .await
    }

    /// Asks the token endpoint, as itself.
    pub async fn token(&self, fields: &[(&str, &str)]) -> (u16, Value) {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        body.append_pair("client_id", self.application.id.as_str());
        let path = format!("/p/{}/oauth2/token", self.app.pool.slug);
        let request = Request::post(&path)
            .header(header::HOST, "localhost:8080")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.finish()))
            .unwrap();
        let address = std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
        let page = Page::read(&path, self.app.answer(address, request).await).await;
        (
            page.status,
            serde_json::from_str(&page.text).unwrap_or(Value::Null),
        )
    }
}
