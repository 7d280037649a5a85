//! Who may do what in the console, and in which pool.

use moongate_domain::administrator::Role;

use super::Admin;
use crate::support::TestApp;

#[tokio::test]
async fn a_viewer_reads_everything_and_changes_nothing() {
    // A3, T36
    let app = TestApp::start().await;
    let client = app.client().await;
    let ada = app.person("ada").await;
    let mut viewer = Admin::with_role(&app, "viewer", Role::Viewer).await;
    let (user, application) = (
        format!("/console/p/shop/users/{}", ada.user.id),
        format!("/console/p/shop/apps/{}", client.application.id),
    );
    for path in [
        "/console/p/shop",
        "/console/p/shop/users",
        "/console/p/shop/apps",
        "/console/p/shop/audit",
        "/console/p/shop/outbox",
        &format!("{user}/profile"),
        &format!("{application}/quickstart"),
    ] {
        assert_eq!(viewer.open(path).await.status, 200, "{path}");
    }
    for path in [
        "/console/pools/new",
        "/console/p/shop/users/new",
        "/console/p/shop/apps/new",
        "/console/system/keys",
        &format!("{user}/edit"),
        &format!("{user}/lock"),
    ] {
        assert_eq!(viewer.open(path).await.status, 403, "{path}");
    }
    for (path, fields) in [
        ("/console/pools/new", &[("name", "Mine")] as &[_]),
        ("/console/pools/demo", &[]),
        ("/console/pools/shop/delete", &[("confirm", "Shop")]),
        (&format!("{user}/lock"), &[]),
        (&format!("{user}/reset-password"), &[]),
        (&format!("{user}/reveal"), &[]),
        (&format!("{application}/switch"), &[("enabled", "0")]),
        (&format!("{application}/secrets"), &[]),
        (
            "/console/system/keys/new",
            &[("name", "x"), ("access", "all")],
        ),
    ] {
        assert_eq!(viewer.post(path, fields).await.status, 403, "{path}");
    }
}

#[tokio::test]
async fn only_owners_reach_the_pool_of_administrators_and_the_keys() {
    // A3, T36
    let app = TestApp::start().await;
    let mut admin = Admin::with_role(&app, "helper", Role::Admin).await;
    for path in [
        "/console/p/console",
        "/console/p/console/users",
        "/console/p/console/apps",
        "/console/system/keys",
    ] {
        let status = admin.open(path).await.status;
        assert!([403, 404].contains(&status), "{path}: {status}");
    }
    let mut owner = Admin::enter(&app).await;
    let page = owner.open("/console/p/console/users").await;
    assert!(page.says("helper"));
    let page = owner
        .post("/console/pools/console/delete", &[("confirm", "console")])
        .await;
    assert!(page.says("The built-in pool cannot be deleted"));
}

#[tokio::test]
async fn things_of_another_pool_do_not_exist() {
    // A-004, T35
    let app = TestApp::start().await;
    app.another_pool("Other").await;
    let client = app.client().await;
    let ada = app.person("ada").await;
    let mut admin = Admin::enter(&app).await;
    let (user, application) = (
        format!("/console/p/other/users/{}", ada.user.id),
        format!("/console/p/other/apps/{}", client.application.id),
    );
    for path in [
        format!("{user}/profile"),
        format!("{user}/edit"),
        format!("{user}/lock"),
        format!("{application}/basic"),
        format!("{application}/process"),
        "/console/p/other/users/usr_..%2f..%2fx/profile".to_owned(),
        "/console/p/nowhere/users".to_owned(),
    ] {
        assert_eq!(admin.open(&path).await.status, 404, "{path}");
    }
    for path in [
        format!("{user}/lock"),
        format!("{user}/delete"),
        format!("{application}/switch"),
        format!("{application}/secrets"),
    ] {
        assert_eq!(admin.post(&path, &[]).await.status, 404, "{path}");
    }
    let id = ada.user.id.to_string();
    let fields = [("action", "delete"), ("id", &id), ("confirmed", "1")];
    let answer = admin.post("/console/p/other/users/batch", &fields).await;
    assert_eq!(answer.status, 404);
    assert!(admin.open("/console/p/shop/users").await.says("ada"));
    assert!(!admin.open("/console/p/other/audit").await.says(&id));
}

#[tokio::test]
async fn a_key_is_shown_once_and_stops_at_once_when_revoked() {
    // T36
    let app = TestApp::start().await;
    let mut owner = Admin::enter(&app).await;
    let list = "/console/system/keys";
    let fields = [("name", "deploy"), ("access", "read")];
    let page = owner.post("/console/system/keys/new", &fields).await;
    assert_eq!(page.status, 201);
    assert!(page.says("<code>mgk_"));
    let page = owner.open(list).await;
    assert!(page.says("deploy") && !page.says("<code>mgk_"));
    let rest = page
        .text
        .split("/console/system/keys/")
        .find(|it| it.contains("/revoke\""));
    let revoke = format!("{list}/{}", rest.unwrap().split('"').next().unwrap());
    assert!(owner.open(&revoke).await.says("stop working at once"));
    let page = owner.post(&revoke, &[]).await;
    assert!(page.says("Revoked"));
}
