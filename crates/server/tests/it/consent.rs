//! What a third party may know.

use serde_json::json;

use crate::support::{Client, Page, Person, TestApp, Visitor};

async fn asked(app: &TestApp) -> (Person, Client, Visitor, Page) {
    let client = app.client_with(json!({ "first_party": false })).await;
    let ada = app.person("ada").await;
    let mut visitor = app.visitor();
    let page = client.send(&mut visitor, &[]).await;
    let page = visitor.sign_in(&page, "ada", &ada.password).await;
    (ada, client, visitor, page)
}

#[tokio::test]
async fn a_third_party_gets_its_code_once_it_is_allowed_and_is_not_asked_again() {
    // P28, H7
    let app = TestApp::start().await;
    let (_, client, mut visitor, page) = asked(&app).await;
    assert_eq!(page.place(), "/p/shop/consent");
    for words in ["Moon Shop", "Your email", "shop.example", "ada"] {
        assert!(page.says(words), "{words}");
    }
    assert!(
        page.header("content-security-policy")
            .contains("form-action 'self' https://shop.example;")
    );
    let back = visitor.submit(&page, "allow", &[]).await;
    assert_eq!(client.redeem(&back).await.0, 200);
    let back = client.send(&mut visitor, &[]).await;
    assert!(back.location_parameter("code").is_some());
    // More than was allowed, or a wish to ask, brings the question back.
    let page = client.send(&mut visitor, &[("prompt", "consent")]).await;
    assert_eq!(page.place(), "/p/shop/consent");
}

#[tokio::test]
async fn whoever_denies_returns_with_access_denied() {
    // H7, P3
    let app = TestApp::start().await;
    let (_, client, mut visitor, page) = asked(&app).await;
    let back = visitor.submit(&page, "deny", &[]).await;
    assert_eq!(back.status, 303);
    assert_eq!(
        back.location_parameter("error").as_deref(),
        Some("access_denied")
    );
    assert_eq!(
        back.location_parameter("state").as_deref(),
        Some("the state")
    );
    assert!(back.location_parameter("iss").is_some());
    // Nothing is remembered.
    let page = client.send(&mut visitor, &[]).await;
    assert_eq!(page.place(), "/p/shop/consent");
}

#[tokio::test]
async fn what_is_asked_is_decided_by_the_stored_request() {
    // T14
    let app = TestApp::start().await;
    let (_, client, mut visitor, page) = asked(&app).await;
    let fields = [
        ("scope", "openid offline_access"),
        ("redirect_uri", "https://evil.test/"),
    ];
    let back = visitor.submit(&page, "allow", &fields).await;
    assert!(back.location().starts_with(Client::REDIRECT));
    let (_, tokens) = client.redeem(&back).await;
    assert_eq!(
        tokens["scope"].as_str().unwrap_or("openid profile email"),
        "openid profile email"
    );
}
