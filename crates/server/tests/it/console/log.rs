//! The audit log, the Outbox and the numbers of the overview.

use super::Admin;
use crate::support::TestApp;

const LOG: &str = "/console/p/shop/audit";

#[tokio::test]
async fn a_sign_in_and_a_failure_are_found_by_every_filter() {
    //
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut visitor = app.visitor();
    ada.sign_in(&mut visitor).await;
    let mut other = app.visitor();
    let login = other.open("/p/shop/login").await;
    other.sign_in(&login, "ada", "wrong").await;
    let mut admin = Admin::enter(&app).await;
    for (query, signed_in, failed) in [
        ("type=login", true, true),
        ("type=login&result=success", true, false),
        ("type=login&result=failure", false, true),
        ("type=login&period=today", true, true),
        ("type=login&period=yesterday", false, false),
        ("type=logout", false, false),
        (&format!("type=login&q={}", ada.user.id), true, true),
        ("type=login&q=127.0.0.1", true, true),
        ("type=login&q=192.0.2.1", false, false),
    ] {
        let page = admin.open(&format!("{LOG}?{query}")).await;
        assert_eq!(page.says(">Success</span>"), signed_in, "{query}");
        assert_eq!(page.says(">Failure</span>"), failed, "{query}");
        assert!(!page.says("wrong-password") && !page.says(&ada.password));
    }
    app.wait(40 * 86_400);
    let mut admin = Admin::enter(&app).await;
    let page = admin.open(&format!("{LOG}?type=login")).await;
    let one = page
        .text
        .split(&format!("href=\"{LOG}/evt_"))
        .nth(1)
        .unwrap();
    let one = admin.open(&format!("{LOG}/evt_{}", &one[..26])).await;
    for text in [
        "Sign-in",
        "127.0.0.1",
        "Chrome/150",
        "req_",
        ada.user.id.as_str(),
    ] {
        assert!(one.says(text), "{text}");
    }
}

#[tokio::test]
async fn the_outbox_shows_what_was_sent_and_to_whom() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut admin = Admin::enter(&app).await;
    let reset = format!("/console/p/shop/users/{}/reset-password", ada.user.id);
    admin.post(&reset, &[]).await;
    let sent = app.outbox(&ada.email).await;
    let place = "/console/p/shop/outbox";
    let page = admin.open(&format!("{place}?to=ada@example.com")).await;
    assert!(page.says("ada@example.com"));
    let other = admin.open(&format!("{place}?to=bob@example.com")).await;
    assert!(other.says("No messages"));
    let one = page
        .text
        .split(&format!("href=\"{place}/msg_"))
        .nth(1)
        .unwrap();
    let one = admin.open(&format!("{place}/msg_{}", &one[..26])).await;
    assert!(one.says(&sent[0].0));
    assert!(one.says("/p/shop/reset-password"));
}

#[tokio::test]
async fn the_overview_counts_what_happened() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for _ in 0..3 {
        ada.sign_in(&mut app.visitor()).await;
    }
    let mut other = app.visitor();
    let login = other.open("/p/shop/login").await;
    other.sign_in(&login, "ada", "wrong").await;
    let mut admin = Admin::enter(&app).await;
    let page = admin.open("/console/p/shop").await;
    assert!(page.says("75.0%") && page.says("One failed"));
    assert!(page.says("100%"), "the share of passwords");
    app.wait(8 * 86_400);
    let mut admin = Admin::enter(&app).await;
    let page = admin.open("/console/p/shop?days=7").await;
    assert!(page.says("−100.0%") && page.says("Nothing happened yet"));
}
