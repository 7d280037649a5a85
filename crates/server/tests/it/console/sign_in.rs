//! Signing in to the console, and out of it.

use super::Admin;
use crate::support::{ADMIN, TestApp};

#[tokio::test]
async fn a_stranger_signs_in_by_the_same_pages_and_comes_back_to_what_was_asked_for() {
    // W1, W2
    let app = TestApp::start().await;
    let mut browser = app.visitor();
    let page = browser.open("/console/p/shop/users?q=ada").await;
    assert_eq!(page.place(), "/p/console/login");
    let page = browser.sign_in(&page, ADMIN.0, ADMIN.1).await;
    assert_eq!(page.path, "/console/p/shop/users?q=ada");
    // The console's cookie is its own, beside that of the pool of administrators.
    assert!(browser.cookies.contains_key("mg_console"));
    assert!(browser.cookies.contains_key("mg_s_console"));
    browser.cookies.remove("mg_console");
    assert_eq!(
        browser.get("/console/p/shop").await.location(),
        "/console/login"
    );
}

#[tokio::test]
async fn signing_out_ends_the_console_and_the_login_below_it() {
    // W3
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    let before = admin.browser.cookies.clone();
    let page = admin.post("/console/logout", &[]).await;
    assert_eq!((page.status, page.place()), (200, "/console/signed-out"));
    // Whoever kept the old cookies is asked for the password again.
    admin.browser.cookies = before;
    let page = admin.open("/console").await;
    assert_eq!(page.place(), "/p/console/login");
    assert!(page.says("name=\"password\""));
}

#[tokio::test]
async fn a_console_session_ends_when_it_is_not_used() {
    // W3
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    app.wait(1_700);
    assert_eq!(admin.open("/console/p/shop").await.status, 200);
    app.wait(1_700);
    assert_eq!(admin.open("/console/p/shop").await.status, 200);
    app.wait(1_801);
    let answer = admin.browser.get("/console/p/shop").await;
    assert_eq!(answer.location(), "/console/login");
}

#[tokio::test]
async fn an_answer_that_did_not_begin_in_this_browser_is_refused() {
    // P2, W4: login cross-site request forgery
    let app = TestApp::start().await;
    let mut attacker = app.visitor();
    let page = attacker.open("/console").await;
    let fields = [("identifier", ADMIN.0), ("password", ADMIN.1)];
    let mut answer = attacker.press(&page, "submit", &fields).await;
    while !answer.location().contains("/console/callback") {
        let next = answer.location().replace("http://localhost:8080", "");
        answer = attacker.get(&next).await;
    }
    let callback = answer.location().replace("http://localhost:8080", "");
    let mut victim = app.visitor();
    victim.get("/console/login").await;
    let answer = victim.get(&callback).await;
    assert_eq!(answer.status, 400);
    assert!(!victim.cookies.contains_key("mg_console"));
}

#[tokio::test]
async fn a_form_from_elsewhere_changes_nothing() {
    // W4, T17
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    let fields = [("name", "Forged"), ("settings.default_locale", "en-US")];
    let answer = admin.browser.post("/console/pools/new", &fields).await;
    assert_eq!(answer.status, 403);
    admin.browser.from_site = Some("cross-site");
    let answer = admin.post("/console/pools/new", &fields).await;
    assert_eq!(answer.status, 403);
    admin.browser.from_site = Some("same-origin");
    assert!(!admin.open("/console/pools").await.says("Forged"));
}

#[tokio::test]
async fn every_page_of_the_console_has_the_strict_headers() {
    // W5
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    let page = admin.open("/console/p/shop").await;
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"));
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
}
