//! Refresh tokens.

use moongate_service::{Actor, Trace, users};
use serde_json::{Value, json};

use super::wire::send;
use super::{Signed, signed_in, signed_in_to};

async fn refresh(it: &Signed, tokens: &Value) -> (u16, Value) {
    let token = tokens["refresh_token"].as_str().unwrap();
    it.client
        .token(&[("grant_type", "refresh_token"), ("refresh_token", token)])
        .await
}

async fn is_live(it: &Signed, tokens: &Value) -> bool {
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    send(
        &it.app,
        "/p/shop/oauth2/userinfo",
        &[("authorization", &bearer)],
        None,
    )
    .await
    .status
        == 200
}

#[tokio::test]
async fn fifty_tabs_get_the_same_child() {
    // T5; the ten-second window
    let it = signed_in().await;
    let (_, first) = it.client.redeem(&it.back).await;
    let answers = futures_util::future::join_all((0..50).map(|_| refresh(&it, &first))).await;
    let child = &answers[0].1["refresh_token"];
    assert_ne!(*child, first["refresh_token"]);
    for (status, body) in &answers {
        assert_eq!((*status, &body["refresh_token"]), (200, child), "{body}");
    }
    it.app.wait(9);
    assert_eq!(refresh(&it, &first).await.1["refresh_token"], *child);
}

#[tokio::test]
async fn a_late_replay_ends_the_whole_family() {
    // P15, T5
    let it = signed_in().await;
    let (_, first) = it.client.redeem(&it.back).await;
    let (_, second) = refresh(&it, &first).await;
    let (_, third) = refresh(&it, &second).await;
    assert!(is_live(&it, &third).await);
    it.app.wait(11);
    let (status, body) = refresh(&it, &second).await;
    assert_eq!(
        (status, body["error"].as_str()),
        (400, Some("invalid_grant"))
    );
    assert_eq!(refresh(&it, &third).await.0, 400);
    assert!(!is_live(&it, &third).await);
    let events = moongate_service::audit::list(
        &it.app.app,
        &Actor::System,
        &it.app.pool.id,
        Default::default(),
        None,
        10,
    );
    let events = events.await.unwrap();
    assert!(
        events
            .iter()
            .any(|it| it.event_type.as_str() == "refresh_token.replayed")
    );
}

#[tokio::test]
async fn a_token_older_than_the_one_before_ends_the_family_at_once() {
    // T5: after the child was used, no window excuses its parent
    let it = signed_in().await;
    let (_, first) = it.client.redeem(&it.back).await;
    let (_, second) = refresh(&it, &first).await;
    let (_, third) = refresh(&it, &second).await;
    assert_eq!(refresh(&it, &first).await.0, 400);
    assert_eq!(refresh(&it, &third).await.0, 400);
}

#[tokio::test]
async fn a_family_lives_for_its_time_and_not_a_second_longer() {
    //
    let it = signed_in().await;
    let (_, first) = it.client.redeem(&it.back).await;
    it.app.wait(86_399);
    let (status, second) = refresh(&it, &first).await;
    assert_eq!(status, 200, "{second}");
    it.app.wait(2);
    assert_eq!(refresh(&it, &second).await.0, 400);
}

#[tokio::test]
async fn scope_can_be_narrowed_and_never_widened() {
    // P15, T7
    let it = signed_in().await;
    let (_, first) = it.client.redeem(&it.back).await;
    let token = first["refresh_token"].as_str().unwrap();
    let ask = async |token: &str, scope: &str| {
        it.client
            .token(&[
                ("grant_type", "refresh_token"),
                ("refresh_token", token),
                ("scope", scope),
            ])
            .await
    };
    let (status, body) = ask(token, "openid phone").await;
    assert_eq!(
        (status, body["error"].as_str()),
        (400, Some("invalid_scope"))
    );
    let (status, narrow) = ask(token, "openid").await;
    assert_eq!((status, narrow["scope"].as_str()), (200, Some("openid")));
}

#[tokio::test]
async fn another_client_cannot_use_it() {
    // P15
    let it = signed_in().await;
    let (_, first) = it.client.redeem(&it.back).await;
    let thief = it.app.client().await;
    let token = first["refresh_token"].as_str().unwrap();
    let (status, _) = thief
        .token(&[("grant_type", "refresh_token"), ("refresh_token", token)])
        .await;
    assert_eq!(status, 400);
    assert_eq!(refresh(&it, &first).await.0, 200, "the owner is not harmed");
}

#[tokio::test]
async fn switched_off_there_is_none() {
    //
    let it = signed_in_to(json!({ "first_party": true, "refresh_token_enabled": false })).await;
    let (status, tokens) = it.client.redeem(&it.back).await;
    assert_eq!(status, 200);
    assert!(tokens.get("refresh_token").is_none());
}

#[tokio::test]
async fn whoever_is_locked_frozen_or_deleted_loses_everything_at_once() {
    // T6, P15, A-051, A-054
    for act in ["lock", "freeze", "delete", "reset"] {
        let it = signed_in().await;
        let (_, tokens) = it.client.redeem(&it.back).await;
        assert!(is_live(&it, &tokens).await);
        let found = users::list(
            &it.app.app,
            &Actor::System,
            &it.app.pool.id,
            Some("ada"),
            None,
            1,
        );
        let id = found.await.unwrap().remove(0).id;
        let (app, pool, trace) = (&it.app.app, &it.app.pool, Trace::default());
        let target = (&pool.id, &id);
        match act {
            "lock" => drop(
                users::lock(app, &Actor::System, target, &trace)
                    .await
                    .unwrap(),
            ),
            "freeze" => drop(
                users::freeze(app, &Actor::System, target, &trace)
                    .await
                    .unwrap(),
            ),
            "reset" => drop(
                users::reset_password(app, &Actor::System, (pool, &id), &trace)
                    .await
                    .unwrap(),
            ),
            _ => users::delete(app, &Actor::System, &pool.id, vec![id.clone()], &trace)
                .await
                .unwrap(),
        }
        assert!(!is_live(&it, &tokens).await, "{act}");
        assert_eq!(refresh(&it, &tokens).await.0, 400, "{act}");
        let mut visitor = it.visitor;
        let silent = visitor
            .get(&it.client.authorize(&[("prompt", "none")]))
            .await;
        assert_eq!(
            silent.location_parameter("error").as_deref(),
            Some("login_required"),
            "{act}"
        );
        if act == "lock" {
            users::unlock(app, &Actor::System, target, &trace)
                .await
                .unwrap();
            let token = tokens["refresh_token"].as_str().unwrap();
            let again = it
                .client
                .token(&[("grant_type", "refresh_token"), ("refresh_token", token)])
                .await;
            assert_eq!(again.0, 400, "unlocking does not revive old tokens");
        }
    }
}
