//! The protocol endpoints, as applications and attackers meet them.

mod authorize;
mod code;
mod discovery;
mod logout;
mod machines;
mod refresh;
mod userinfo;
mod wire;

use crate::support::{Client, Page, TestApp, Visitor};

/// A pool with a signed-in person, an application, and the redirect that carries its code.
struct Signed {
    app: TestApp,
    client: Client,
    visitor: Visitor,
    back: Page,
}

async fn signed_in() -> Signed {
    signed_in_to(serde_json::json!({ "first_party": true })).await
}

async fn signed_in_to(settings: serde_json::Value) -> Signed {
    let app = TestApp::start().await;
    let (ada, client) = (app.person("ada").await, app.client_with(settings).await);
    let mut visitor = app.visitor();
    let page = client.send(&mut visitor, &[]).await;
    let back = visitor.sign_in(&page, &ada.name, &ada.password).await;
    Signed {
        app,
        client,
        visitor,
        back,
    }
}
