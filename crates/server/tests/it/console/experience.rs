//! The Experience pages.

use serde_json::json;

use super::Admin;
use crate::support::TestApp;

#[tokio::test]
async fn the_demo_signs_its_test_user_in_and_shows_what_an_application_does_next() {
    //
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    let page = admin.post("/console/pools/demo", &[]).await;
    let values: Vec<&str> = page
        .text
        .split("<code>")
        .skip(1)
        .map(|it| it.split('<').next().unwrap())
        .collect();
    let [name, password, _, client, issuer] = values[..] else {
        panic!("{values:?}")
    };
    let mut visitor = app.visitor();
    let page = visitor.open(&format!("/demo/{client}")).await;
    assert!(page.says(client) && page.says(issuer));
    let login = visitor.open(&format!("/demo/{client}/start")).await;
    let page = visitor.sign_in(&login, name, password).await;
    assert_eq!(page.place(), format!("/demo/{client}/callback"));
    assert_eq!(page.text.matches("<details class=\"card flow\"").count(), 3);
    for text in [
        "Handle the callback",
        "Get the user",
        "What else you may need",
        issuer,
        "usr_",
    ] {
        assert!(page.says(text), "{text}");
    }
    // The address works once.
    let again = visitor.open(&page.path).await;
    assert!(!again.says("id=\"id_token\""));
}

#[tokio::test]
async fn only_what_is_on_and_knows_the_page_can_be_tried() {
    //
    let app = TestApp::start().await;
    let client = app.client().await;
    let place = format!("/demo/{}", client.application.id);
    let mut visitor = app.visitor();
    let page = visitor.open(&place).await;
    assert_eq!(page.status, 409);
    assert!(page.says(&format!("http://localhost:8080{place}/callback")));
    app.change_client(&client, json!({"enabled": false})).await;
    let page = visitor.open(&place).await;
    assert!(page.says("This application is off"));
    assert_eq!(visitor.open("/demo/app_x").await.status, 404);
}
