//! Making an account.

use moongate_domain::event::EventType;
use serde_json::json;

use crate::support::{Page, TestApp, Visitor};

const PASSWORD: &str = "Nine-Herons-36";

async fn fill(visitor: &mut Visitor, page: &Page, username: &str, email: &str) -> Page {
    let fields = [
        ("username", username),
        ("email", email),
        ("password", PASSWORD),
        ("confirm_password", PASSWORD),
    ];
    visitor.submit(page, "submit", &fields).await
}

async fn open(app: &TestApp, flows: serde_json::Value, visitor: &mut Visitor) -> Page {
    let client = app.client().await;
    app.change_client(&client, json!({ "flows": flows })).await;
    let page = client.send(visitor, &[]).await;
    let path = page.path.replace("/login", "/register");
    visitor.open(&path).await
}

fn both(auto_login: bool) -> serde_json::Value {
    json!({ "registration": { "identifiers": ["username", "email"], "password_asked": true, "auto_login": auto_login } })
}

#[tokio::test]
async fn whoever_proves_the_address_has_an_account_and_is_signed_in() {
    // A-108, B-001, H4
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    let page = open(&app, both(true), &mut visitor).await;
    let asked = fill(&mut visitor, &page, "grace", "grace@example.com").await;
    assert_eq!(asked.place(), "/p/shop/register/verify", "{}", asked.text);
    let code = app.outbox_code("grace@example.com").await;
    let back = visitor.submit(&asked, "submit", &[("code", &code)]).await;
    assert!(back.location_parameter("code").is_some(), "{}", back.text);
}

#[tokio::test]
async fn without_auto_login_a_new_account_is_sent_to_the_sign_in_page() {
    //
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    let page = open(&app, both(false), &mut visitor).await;
    let asked = fill(&mut visitor, &page, "grace", "grace@example.com").await;
    let code = app.outbox_code("grace@example.com").await;
    let page = visitor.submit(&asked, "submit", &[("code", &code)]).await;
    assert_eq!(page.place(), "/p/shop/login");
    assert!(page.says("Your account is ready"));
    assert!(!visitor.cookies.contains_key("mg_s_shop"));
    let back = visitor.sign_in(&page, "grace", PASSWORD).await;
    assert!(back.location_parameter("code").is_some());
}

#[tokio::test]
async fn an_address_that_is_taken_looks_like_any_other_and_its_owner_is_told() {
    // W13, T21
    let app = TestApp::start().await;
    app.person("ada").await;
    let (mut one, mut other) = (app.visitor(), app.visitor());
    let page = open(&app, both(true), &mut one).await;
    let taken = fill(&mut one, &page, "lovelace", "Ada@example.com").await;
    let page = open(&app, both(true), &mut other).await;
    let free = fill(&mut other, &page, "byron", "axa@example.com").await;
    assert_eq!((taken.place(), taken.status), (free.place(), free.status));
    assert_eq!(
        taken.without_ids().replace("A***", "a***"),
        free.without_ids()
    );
    let sent = app.outbox("ada@example.com").await;
    assert_eq!(sent[0].0, "You already have an account");
    let refused = one.submit(&taken, "submit", &[("code", "123456")]).await;
    assert_eq!(refused.status, 422);
}

#[tokio::test]
async fn a_name_that_is_taken_is_said_and_the_rest_is_kept() {
    // A-103, T26, X7
    let app = TestApp::start().await;
    app.person("ada").await;
    let mut visitor = app.visitor();
    let page = open(&app, both(true), &mut visitor).await;
    for twin in ["ada", "ADA", "ａｄａ"] {
        let refused = fill(&mut visitor, &page, twin, "grace@example.com").await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("Somebody already has this username"));
        assert!(refused.says("value=\"grace@example.com\""));
        assert!(!refused.says(PASSWORD));
    }
}

#[tokio::test]
async fn every_wrong_field_is_named() {
    // A-154, X7
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    let page = open(&app, both(true), &mut visitor).await;
    let fields = [
        ("username", "a@b"),
        ("email", "nothing"),
        ("password", "short"),
        ("confirm_password", "other"),
    ];
    let refused = visitor.submit(&page, "submit", &fields).await;
    assert_eq!(refused.status, 422);
    for field in ["username", "email", "password", "confirm_password"] {
        assert!(refused.says(&format!("id=\"{field}-error\"")), "{field}");
    }
    let empty = visitor.submit(&page, "submit", &[]).await;
    for field in ["username", "email", "password"] {
        assert!(empty.says(&format!("id=\"{field}-error\"")), "{field}");
    }
}

#[tokio::test]
async fn a_user_name_and_password_alone_make_an_account_at_once() {
    //
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    let flows = json!({ "registration": { "identifiers": ["username"], "password_asked": true } });
    let page = open(&app, flows, &mut visitor).await;
    assert!(!page.says("name=\"email\""));
    let back = fill(&mut visitor, &page, "grace", "").await;
    assert!(back.location_parameter("code").is_some(), "{}", back.text);
}

#[tokio::test]
async fn where_registration_is_off_nobody_registers() {
    //
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    let page = open(
        &app,
        json!({ "registration": { "enabled": false } }),
        &mut visitor,
    )
    .await;
    assert_eq!(page.status, 403);
    let login = visitor
        .open(&page.path.replace("/register", "/login"))
        .await;
    assert!(!login.says("/register"));
    let token = &login.form("submit").fields[0].1;
    let posted = [
        ("csrf_token", &**token),
        ("username", "grace"),
        ("password", PASSWORD),
    ];
    assert_eq!(visitor.post(&page.path, &posted).await.status, 403);
    // An account centre opens none by itself, least of all that of administrators.
    for pool in ["shop", "console"] {
        let page = app.visitor().open(&format!("/p/{pool}/register")).await;
        assert_eq!(page.status, 403, "{pool}");
    }
}

#[tokio::test]
async fn a_required_statement_is_agreed_to_before_the_account_is_made() {
    //
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    let statements = json!([{ "content": "I agree to the [Terms](https://shop.example/terms)", "required": true }]);
    let flows = json!({ "registration": { "identifiers": ["username"], "password_asked": true,
        "statements_enabled": true, "statements": statements } });
    let page = open(&app, flows, &mut visitor).await;
    let refused = fill(&mut visitor, &page, "grace", "").await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("Please agree to continue"));
    let fields = [
        ("username", "grace"),
        ("password", PASSWORD),
        ("confirm_password", PASSWORD),
        ("statement", "0"),
    ];
    let back = visitor.submit(&refused, "submit", &fields).await;
    assert!(back.location_parameter("code").is_some());
    let agreed = app.event_detail(EventType::Register, "agreed").await;
    assert_eq!(
        agreed.as_deref(),
        Some("I agree to the [Terms](https://shop.example/terms)")
    );
}
