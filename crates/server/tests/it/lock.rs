//! Wrong passwords lock for a while.

use serde_json::json;

use crate::support::{Page, TestApp, Visitor};

async fn start() -> TestApp {
    let app = TestApp::start().await;
    let lock = json!({ "threshold": 3, "window_hours": 2, "unlock_minutes": 10 });
    app.password_rules(json!({ "lock": lock })).await;
    app
}

async fn wrong(visitor: &mut Visitor, page: &Page, name: &str) -> Page {
    visitor.sign_in(page, name, "Wrong-Owls-27").await
}

#[tokio::test]
async fn the_nth_wrong_password_locks_and_the_right_one_is_refused_until_the_lock_ends() {
    // T18, W9
    let app = start().await;
    let ada = app.person("ada").await;
    let mut visitor = app.visitor();
    let page = visitor.open("/p/shop/login").await;
    let first = wrong(&mut visitor, &page, "ada").await;
    assert!(
        first.says("Two more tries") || first.says("2 more tries"),
        "{}",
        first.text
    );
    // Any spelling of the identifiers is the same account.
    wrong(&mut visitor, &page, "ADA@example.com").await;
    let third = wrong(&mut visitor, &page, "Ada").await;
    assert_eq!(third.status, 422);
    assert!(third.says("Try again in 10 minutes"));
    let right = visitor.sign_in(&page, "ada", &ada.password).await;
    assert!(right.says("Try again in 10 minutes"));
    assert_eq!(
        app.outbox(&ada.email).await[0].0,
        "Your account is locked for a while"
    );

    app.wait(10 * 60 - 1);
    assert!(
        visitor
            .sign_in(&page, "ada", &ada.password)
            .await
            .says("Try again in")
    );
    app.wait(1);
    let home = visitor.sign_in(&page, "ada", &ada.password).await;
    assert_eq!(home.place(), "/p/shop/account/profile");
}

#[tokio::test]
async fn only_wrong_passwords_within_the_time_frame_count_together() {
    //
    let app = start().await;
    let ada = app.person("ada").await;
    let mut visitor = app.visitor();
    let page = visitor.open("/p/shop/login").await;
    wrong(&mut visitor, &page, "ada").await;
    wrong(&mut visitor, &page, "ada").await;
    app.wait(2 * 3600);
    let page = visitor.open("/p/shop/login").await;
    assert!(
        !wrong(&mut visitor, &page, "ada")
            .await
            .says("Too many tries")
    );
    let home = visitor.sign_in(&page, "ada", &ada.password).await;
    assert_eq!(home.place(), "/p/shop/account/profile");
}

#[tokio::test]
async fn many_tries_at_once_are_worth_no_more_than_as_many_in_a_row() {
    // T18, W9
    let app = start().await;
    let ada = app.person("ada").await;
    let mut visitor = app.visitor();
    let page = visitor.open("/p/shop/login").await;
    let mut tries = tokio::task::JoinSet::new();
    for number in 0..20 {
        let (mut visitor, page) = (visitor.clone(), page.clone());
        visitor.address = std::net::IpAddr::from([10, 0, 0, number]);
        tries.spawn(async move { wrong(&mut visitor, &page, "ada").await });
    }
    let answers = tries.join_all().await;
    let evaluated = answers
        .iter()
        .filter(|it| !it.says("Try again in 10 minutes"))
        .count();
    assert_eq!(evaluated, 2, "the third wrong one locks");
    assert!(
        visitor
            .sign_in(&page, "ada", &ada.password)
            .await
            .says("Too many tries")
    );
}
