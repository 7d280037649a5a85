//! Client authentication and client_credentials.

use base64::prelude::*;
use moongate_domain::application::{ApplicationType, NewApplication};
use moongate_service::{Actor, Trace, applications};
use serde_json::json;

use super::wire::{Wire, claims, send};
use crate::support::TestApp;

struct Machine {
    app: TestApp,
    id: String,
    secret: String,
}

async fn machine(method: &str) -> Machine {
    let app = TestApp::start().await;
    let settings = json!({ "enabled": true, "token_endpoint_auth_method": method, "scopes": ["orders.read", "orders.write"] });
    let new = NewApplication {
        name: "Stock".to_owned(),
        application_type: ApplicationType::M2m,
        settings: serde_json::from_value(settings).unwrap(),
    };
    let made = applications::create(
        &app.app,
        &Actor::System,
        &app.pool.id,
        new,
        None,
        &Trace::default(),
    )
    .await
    .unwrap();
    Machine {
        id: made.application.id.to_string(),
        secret: made.secret.unwrap().expose().to_owned(),
        app,
    }
}

impl Machine {
    fn basic(&self, secret: &str) -> String {
        format!(
            "Basic {}",
            BASE64_STANDARD.encode(format!("{}:{secret}", self.id))
        )
    }

    async fn ask(&self, headers: &[(&str, &str)], form: &[(&str, &str)]) -> Wire {
        send(&self.app, "/p/shop/oauth2/token", headers, Some(form)).await
    }
}

#[tokio::test]
async fn a_machine_gets_a_token_for_itself() {
    // P16, A-101
    let it = machine("client_secret_basic").await;
    let basic = it.basic(&it.secret);
    let answer = it
        .ask(
            &[("authorization", &basic)],
            &[
                ("grant_type", "client_credentials"),
                ("scope", "orders.read"),
            ],
        )
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("cache-control"), "no-store");
    let tokens = answer.json();
    assert!(tokens.get("refresh_token").is_none() && tokens.get("id_token").is_none());
    let access = claims(tokens["access_token"].as_str().unwrap());
    assert_eq!(
        access["sub"],
        it.id.as_str(),
        "a form that no user id can take"
    );
    assert_eq!(access["scope"], "orders.read");
}

#[tokio::test]
async fn only_the_registered_way_and_the_right_secret_count() {
    // P10
    let it = machine("client_secret_basic").await;
    let grant = ("grant_type", "client_credentials");
    let right = it.basic(&it.secret);
    let wrong = it.basic("wrong");
    let refused = it.ask(&[("authorization", &wrong)], &[grant]).await;
    assert_eq!(
        (refused.status, refused.error().as_str()),
        (401, "invalid_client")
    );
    assert!(refused.header("www-authenticate").starts_with("Basic"));

    let id = it.id.clone();
    let posted = it
        .ask(
            &[],
            &[grant, ("client_id", &id), ("client_secret", &it.secret)],
        )
        .await;
    assert_eq!(
        (posted.status, posted.error().as_str()),
        (401, "invalid_client")
    );
    let bare = it.ask(&[], &[grant, ("client_id", &id)]).await;
    assert_eq!(
        (bare.status, bare.error().as_str()),
        (401, "invalid_client")
    );
    let both = it
        .ask(
            &[("authorization", &right)],
            &[grant, ("client_secret", &it.secret)],
        )
        .await;
    assert_eq!(
        (both.status, both.error().as_str()),
        (400, "invalid_request")
    );
    let in_query = send(
        &it.app,
        &format!(
            "/p/shop/oauth2/token?client_id={id}&client_secret={}",
            it.secret
        ),
        &[],
        Some(&[grant]),
    )
    .await;
    assert_eq!(
        in_query.error(),
        "invalid_client",
        "P8: the query is never read"
    );
}

#[tokio::test]
async fn what_is_not_registered_is_refused_and_nothing_is_guessed() {
    // P7, P8, T7
    let it = machine("client_secret_post").await;
    let me = [
        ("client_id", it.id.as_str()),
        ("client_secret", it.secret.as_str()),
    ];
    let ask = async |more: &[(&str, &str)]| {
        let mut form = me.to_vec();
        form.extend_from_slice(more);
        it.ask(&[], &form).await.error()
    };
    assert_eq!(
        ask(&[("grant_type", "client_credentials"), ("scope", "admin")]).await,
        "invalid_scope"
    );
    assert_eq!(
        ask(&[("grant_type", "password")]).await,
        "unsupported_grant_type"
    );
    assert_eq!(
        ask(&[("grant_type", "authorization_code"), ("code", "x")]).await,
        "unauthorized_client"
    );
    assert_eq!(ask(&[]).await, "invalid_request");
    let doubled = [
        ("grant_type", "client_credentials"),
        ("scope", "orders.read"),
        ("scope", "orders.write"),
    ];
    assert_eq!(ask(&doubled).await, "invalid_request");
}

#[tokio::test]
async fn two_secrets_work_while_one_is_rotated() {
    // P10
    let it = machine("client_secret_post").await;
    let id = it.id.clone();
    let application = moongate_domain::id::ApplicationId::parse(&id).unwrap();
    let works = async |secret: &str| {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", id.as_str()),
            ("client_secret", secret),
        ];
        it.ask(&[], &form).await.status == 200
    };
    let add = async || {
        let (actor, trace) = (Actor::System, Trace::default());
        let made =
            applications::add_secret(&it.app.app, &actor, &it.app.pool.id, &application, &trace);
        made.await.unwrap().0.expose().to_owned()
    };
    let second = add().await;
    assert!(works(&it.secret).await && works(&second).await);
    it.app.wait(1);
    let third = add().await;
    assert!(!works(&it.secret).await && works(&second).await && works(&third).await);
}

#[tokio::test]
async fn a_token_of_a_machine_opens_neither_userinfo_nor_another_pool() {
    // A-004, K2
    let it = machine("client_secret_basic").await;
    let basic = it.basic(&it.secret);
    let answer = it
        .ask(
            &[("authorization", &basic)],
            &[("grant_type", "client_credentials")],
        )
        .await;
    let bearer = format!("Bearer {}", answer.json()["access_token"].as_str().unwrap());
    let userinfo = send(
        &it.app,
        "/p/shop/oauth2/userinfo",
        &[("authorization", &bearer)],
        None,
    )
    .await;
    assert_eq!(userinfo.status, 401);
    let other = it.app.another_pool("Other").await;
    let path = format!("/p/{}/oauth2/token", other.slug);
    let foreign = send(
        &it.app,
        &path,
        &[("authorization", &basic)],
        Some(&[("grant_type", "client_credentials")]),
    )
    .await;
    assert_eq!(foreign.error(), "invalid_client");
}
