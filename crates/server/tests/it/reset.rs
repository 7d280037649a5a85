//! Resetting a forgotten password.

use moongate_service::{Actor, users};
use serde_json::json;

use crate::support::{Page, TestApp, Visitor};

const NEW: &str = "Nine-Herons-36";

async fn reset(app: &TestApp, visitor: &mut Visitor, email: &str, new: &str) -> Page {
    let page = visitor.open("/p/shop/reset-password").await;
    let asked = visitor.submit(&page, "submit", &[("email", email)]).await;
    assert_eq!(
        asked.place(),
        "/p/shop/reset-password/code",
        "{}",
        asked.text
    );
    let code = app.outbox_code(email).await;
    let page = visitor.submit(&asked, "submit", &[("code", &code)]).await;
    assert_eq!(page.place(), "/p/shop/reset-password/new", "{}", page.text);
    assert!(page.says("autocomplete=\"username\""));
    let fields = [("new_password", new), ("confirm_password", new)];
    visitor.submit(&page, "submit", &fields).await
}

#[tokio::test]
async fn a_reset_ends_every_sign_in_and_signs_nobody_in() {
    // H8, W12, T23, B-031
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut elsewhere = app.visitor();
    ada.sign_in(&mut elsewhere).await;
    let mut visitor = app.visitor();
    let done = reset(&app, &mut visitor, &ada.email, NEW).await;
    assert_eq!(done.place(), "/p/shop/reset-password/done", "{}", done.text);
    assert_eq!(
        app.outbox(&ada.email).await[0].0,
        "Your password was changed"
    );
    assert!(!visitor.cookies.contains_key("mg_s_shop"));
    assert_eq!(
        elsewhere.open("/p/shop/account/profile").await.place(),
        "/p/shop/login"
    );
    let page = visitor.open("/p/shop/login").await;
    assert_eq!(
        visitor.sign_in(&page, "ada", &ada.password).await.status,
        422
    );
    let home = visitor.sign_in(&page, "ada", NEW).await;
    assert_eq!(home.place(), "/p/shop/account/profile");
}

#[tokio::test]
async fn a_reset_lifts_a_lock_by_failures_and_no_other() {
    //
    let app = TestApp::start().await;
    let lock = json!({ "threshold": 1, "window_hours": 1, "unlock_minutes": 60 });
    app.password_rules(json!({ "lock": lock })).await;
    let ada = app.person("ada").await;
    let mut visitor = app.visitor();
    let page = visitor.open("/p/shop/login").await;
    assert!(
        visitor
            .sign_in(&page, "ada", "Wrong-Owls-27")
            .await
            .says("Too many tries")
    );
    reset(&app, &mut visitor, &ada.email, NEW).await;
    let home = visitor.sign_in(&page, "ada", NEW).await;
    assert_eq!(home.place(), "/p/shop/account/profile", "{}", home.text);

    let id = (&app.pool.id, &ada.user.id);
    users::lock(&app.app, &Actor::System, id, &Default::default())
        .await
        .unwrap();
    app.wait(61);
    let mut visitor = app.visitor();
    reset(&app, &mut visitor, &ada.email, "Ten-Egrets-45").await;
    let page = visitor.open("/p/shop/login").await;
    let barred = visitor.sign_in(&page, "ada", "Ten-Egrets-45").await;
    assert!(
        barred.says("This account cannot sign in now"),
        "{}",
        barred.text
    );
}

#[tokio::test]
async fn former_passwords_do_not_come_back() {
    // A-156, B-026
    let app = TestApp::start().await;
    app.password_rules(json!({ "history": 3 })).await;
    let ada = app.person("ada").await;
    for number in 1..=3 {
        let new = format!("Nine-Herons-3{number}");
        let mut visitor = app.visitor();
        let refused = reset(&app, &mut visitor, &ada.email, &ada.password).await;

        assert_eq!(refused.status, 422, "before the change no. {number}");
        assert!(refused.says("not one of your last 3"));
        let fields = [("new_password", &*new), ("confirm_password", &*new)];
        let done = visitor.submit(&refused, "submit", &fields).await;
        assert_eq!(done.place(), "/p/shop/reset-password/done");
        app.wait(61);
    }
    let mut visitor = app.visitor();
    let done = reset(&app, &mut visitor, &ada.email, &ada.password).await;
    assert_eq!(
        done.place(),
        "/p/shop/reset-password/done",
        "the fourth last is fine"
    );
}

#[tokio::test]
async fn a_step_cannot_be_skipped_and_a_code_works_once() {
    // T23
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut visitor = app.visitor();
    let page = visitor.open("/p/shop/reset-password").await;
    let asked = visitor
        .submit(&page, "submit", &[("email", &ada.email)])
        .await;
    let skipped = visitor.open(&asked.path.replace("/code", "/new")).await;
    assert_eq!(skipped.place(), "/p/shop/reset-password");
    let token = asked.form("submit").fields[0].1.clone();
    let fields = [
        ("csrf_token", &*token),
        ("new_password", NEW),
        ("confirm_password", NEW),
    ];
    visitor
        .post(&asked.path.replace("/code", "/new"), &fields)
        .await;

    let code = app.outbox_code(&ada.email).await;
    let page = visitor.submit(&asked, "submit", &[("code", &code)]).await;
    let again = visitor.submit(&asked, "submit", &[("code", &code)]).await;
    assert_eq!(again.status, 422, "used once");
    let fields = [("new_password", NEW), ("confirm_password", NEW)];
    visitor.submit(&page, "submit", &fields).await;
    let replayed = visitor.submit(&page, "submit", &fields).await;
    assert_eq!(replayed.place(), "/p/shop/reset-password");
    let page = app.visitor().open("/p/shop/login").await;
    assert_eq!(page.status, 200);
}

#[tokio::test]
async fn an_expired_code_is_refused() {
    // T23, A-169
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut visitor = app.visitor();
    let page = visitor.open("/p/shop/reset-password").await;
    let asked = visitor
        .submit(&page, "submit", &[("email", &ada.email)])
        .await;
    let code = app.outbox_code(&ada.email).await;
    app.wait(301);
    let late = visitor.submit(&asked, "submit", &[("code", &code)]).await;
    assert!(late.says("That code has expired"));
}

#[tokio::test]
async fn two_different_new_passwords_are_refused_beside_the_second() {
    // H8
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut visitor = app.visitor();
    let page = visitor.open("/p/shop/reset-password").await;
    let asked = visitor
        .submit(&page, "submit", &[("email", &ada.email)])
        .await;
    let code = app.outbox_code(&ada.email).await;
    let page = visitor.submit(&asked, "submit", &[("code", &code)]).await;
    let fields = [
        ("new_password", NEW),
        ("confirm_password", "Nine-Herons-37"),
    ];
    let refused = visitor.submit(&page, "submit", &fields).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("id=\"confirm_password-error\""));
}

async fn proven(app: &TestApp, visitor: &mut Visitor, email: &str) -> Page {
    let page = visitor.open("/p/shop/reset-password").await;
    let asked = visitor.submit(&page, "submit", &[("email", email)]).await;
    let code = app.outbox_code(email).await;
    visitor.submit(&asked, "submit", &[("code", &code)]).await
}

#[tokio::test]
async fn a_proof_that_waited_is_void_once_the_account_changed() {
    // T23, W12: after a newer reset, and after the address became another one.
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut waiting = app.visitor();
    let page = proven(&app, &mut waiting, &ada.email).await;
    assert_eq!(page.place(), "/p/shop/reset-password/new");
    app.wait(61);
    reset(&app, &mut app.visitor(), &ada.email, NEW).await;
    let late = [
        ("new_password", "Ten-Egrets-45"),
        ("confirm_password", "Ten-Egrets-45"),
    ];
    let refused = waiting.submit(&page, "submit", &late).await;
    assert_eq!(
        refused.place(),
        "/p/shop/reset-password",
        "{}",
        refused.text
    );
    let mut visitor = app.visitor();
    let page = visitor.open("/p/shop/login").await;
    assert_eq!(
        visitor.sign_in(&page, "ada", "Ten-Egrets-45").await.status,
        422
    );
    let home = visitor.sign_in(&page, "ada", NEW).await;
    assert_eq!(home.place(), "/p/shop/account/profile");

    app.wait(61);
    let mut waiting = app.visitor();
    let page = proven(&app, &mut waiting, &ada.email).await;
    let patch = serde_json::from_value(json!({ "email": "ada@other.example" })).unwrap();
    let id = (&app.pool.id, &ada.user.id);
    users::update(
        &app.app,
        &Actor::System,
        id,
        patch,
        None,
        &Default::default(),
    )
    .await
    .unwrap();
    let refused = waiting.submit(&page, "submit", &late).await;
    assert_eq!(
        refused.place(),
        "/p/shop/reset-password",
        "{}",
        refused.text
    );
}
