//! Signing in by password and by code.

use moongate_domain::event::EventType;
use serde_json::json;

use crate::support::TestApp;

#[tokio::test]
async fn somebody_signs_in_to_an_application_and_it_gets_its_tokens() {
    // H1, W6, P6
    let app = TestApp::start().await;
    let (ada, client) = (app.person("ada").await, app.client().await);
    let mut visitor = app.visitor();
    let page = client.send(&mut visitor, &[("login_hint", "ada")]).await;
    assert_eq!(page.place(), "/p/shop/login");
    assert!(page.says("Sign in to Moon Shop"));
    assert!(page.says("value=\"ada\""));
    let back = visitor.sign_in(&page, &ada.email, &ada.password).await;
    assert_eq!(back.status, 303);
    assert_eq!(
        back.location_parameter("state").as_deref(),
        Some("the state")
    );
    let (status, tokens) = client.redeem(&back).await;
    assert_eq!(
        (status, tokens["token_type"].as_str()),
        (200, Some("Bearer")),
        "{tokens}"
    );

    // Signed in already: the next application asks nothing.
    let back = client.send(&mut visitor, &[]).await;
    assert!(back.location_parameter("code").is_some());
}

#[tokio::test]
async fn a_code_sent_by_email_signs_in_and_works_once() {
    // W10, T19
    let app = TestApp::start().await;
    let (ada, client) = (app.person("ada").await, app.client().await);
    let mut visitor = app.visitor();
    let page = client.send(&mut visitor, &[]).await;
    let tab = visitor.open(&format!("{}&m=email", page.path)).await;
    let asked = visitor
        .submit(&tab, "submit", &[("identifier", "ADA@Example.com")])
        .await;
    assert_eq!(asked.place(), "/p/shop/login/code");
    assert!(asked.says("A***@example.com"));
    let code = app.outbox_code(&ada.email).await;
    let wrong = visitor
        .submit(&asked, "submit", &[("code", "000000")])
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.says("4 tries left"));
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let back = visitor.submit(&wrong, "submit", &[("code", &spaced)]).await;
    assert!(back.location_parameter("code").is_some());
}

#[tokio::test]
async fn after_five_wrong_codes_the_right_one_is_refused_too() {
    // W10, T19
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut visitor = app.visitor();
    let page = visitor.open("/p/shop/login?m=email").await;
    let tab = visitor.open(&format!("{}&m=email", page.path)).await;
    let asked = visitor
        .submit(&tab, "submit", &[("identifier", &ada.email)])
        .await;
    let code = app.outbox_code(&ada.email).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        visitor.submit(&asked, "submit", &[("code", wrong)]).await;
    }
    let refused = visitor.submit(&asked, "submit", &[("code", &code)]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("That code has expired"));
}

#[tokio::test]
async fn another_code_is_sent_after_a_minute_and_replaces_the_first() {
    // H2, W10
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut visitor = app.visitor();
    let page = visitor.open("/p/shop/login").await;
    let tab = visitor.open(&format!("{}&m=email", page.path)).await;
    let asked = visitor
        .submit(&tab, "submit", &[("identifier", &ada.email)])
        .await;
    let first = app.outbox_code(&ada.email).await;
    let early = visitor.submit(&asked, "resend", &[]).await;
    assert_eq!(early.status, 429);
    assert!(early.says("You can get a new code in"));
    assert!(!early.header("retry-after").is_empty());
    app.wait(61);
    let resent = visitor.submit(&asked, "resend", &[]).await;
    assert!(resent.says("A new code is on its way"));
    assert_eq!(app.outbox(&ada.email).await.len(), 2);
    let second = app.outbox_code(&ada.email).await;
    if first != second {
        assert_eq!(
            visitor
                .submit(&resent, "submit", &[("code", &first)])
                .await
                .status,
            422
        );
    }
    let home = visitor
        .submit(&resent, "submit", &[("code", &second)])
        .await;
    assert_eq!(home.place(), "/p/shop/account/profile");
}

#[tokio::test]
async fn a_known_and_an_unknown_account_get_the_same_answers() {
    // W13, T21
    let app = TestApp::start().await;
    app.person("ada").await;
    let (mut known, mut unknown) = (app.visitor(), app.visitor());
    let (mine, theirs) = (
        known.open("/p/shop/login").await,
        unknown.open("/p/shop/login").await,
    );
    for _ in 0..11 {
        let a = known.sign_in(&mine, "ada", "Wrong-Owls-27").await;
        let b = unknown.sign_in(&theirs, "ida", "Wrong-Owls-27").await;
        assert_eq!(a.status, b.status);
        assert_eq!(
            a.without_ids(),
            b.without_ids().replace("\"ida\"", "\"ada\"")
        );
    }
    // The same where a code is asked for, and where the password is reset.
    for (path, button) in [("login", "identifier"), ("reset-password", "email")] {
        let mut answers = Vec::new();
        for address in ["ada@example.com", "ida@example.com"] {
            let mut visitor = app.visitor();
            app.wait(61);
            let page = visitor.open(&format!("/p/shop/{path}")).await;
            let tab = visitor.open(&format!("{}&m=email", page.path)).await;
            let asked = visitor.submit(&tab, "submit", &[(button, address)]).await;
            assert_eq!(asked.status, 200, "{}", asked.text);
            let wrong = visitor.submit(&asked, "submit", &[("code", "12")]).await;
            let known = address.replace("ada", "ida");
            let hidden = format!("{}***", &known[..1]);
            answers.push(
                [asked.without_ids(), wrong.without_ids()].map(|it| it.replace("a***", &hidden)),
            );
        }
        assert_eq!(answers[0], answers[1], "{path}");
    }
}

#[tokio::test]
async fn an_empty_form_says_what_is_missing_and_keeps_what_was_typed() {
    // X7, H1
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    let page = visitor.open("/p/shop/login").await;
    let empty = visitor.sign_in(&page, "", "").await;
    assert_eq!(empty.status, 422);
    assert!(empty.says("id=\"identifier-error\"") && empty.says("id=\"password-error\""));
    let kept = visitor.sign_in(&page, "<ada>", "Secret-Owls-27").await;
    assert!(kept.says("value=\"&#60;ada&#62;\""), "{}", kept.text);
    assert!(!kept.says("Secret-Owls-27"));
}

#[tokio::test]
async fn somebody_whom_an_administrator_locked_hears_it_only_with_the_right_password() {
    // A-051, T21
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let id = (&app.pool.id, &ada.user.id);
    let (actor, trace) = (moongate_service::Actor::System, Default::default());
    moongate_service::users::lock(&app.app, &actor, id, &trace)
        .await
        .unwrap();
    let mut visitor = app.visitor();
    let page = visitor.open("/p/shop/login").await;
    assert!(
        visitor
            .sign_in(&page, "ada", "Wrong-Owls-27")
            .await
            .says("That account or password is not right")
    );
    let barred = visitor.sign_in(&page, "ada", &ada.password).await;
    assert_eq!(barred.status, 422);
    assert!(barred.says("This account cannot sign in now"));
}

#[tokio::test]
async fn a_required_statement_has_to_be_ticked() {
    //
    let app = TestApp::start().await;
    let (ada, client) = (app.person("ada").await, app.client().await);
    let statements = json!([
        { "content": "I agree to the [Terms](https://shop.example/terms)", "required": true },
        { "content": "Send me news", "required": false },
    ]);
    let login = json!({ "statements_enabled": true, "statements": statements });
    app.change_client(&client, json!({ "flows": { "login": login } }))
        .await;
    let mut visitor = app.visitor();
    let page = client.send(&mut visitor, &[]).await;
    assert!(page.says("href=\"https://shop.example/terms\""));
    let refused = visitor.sign_in(&page, "ada", &ada.password).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("Please agree to continue"));
    let fields = [
        ("identifier", "ada"),
        ("password", &*ada.password),
        ("statement", "0"),
    ];
    let back = visitor.submit(&refused, "submit", &fields).await;
    assert!(back.location_parameter("code").is_some());
    let declined = app.event_detail(EventType::Login, "declined").await;
    assert_eq!(declined.as_deref(), Some("Send me news"));
}

#[tokio::test]
async fn a_request_can_ask_for_the_registration_page_first() {
    let app = TestApp::start().await;
    let client = app.client().await;
    let mut visitor = app.visitor();
    let page = client.send(&mut visitor, &[("prompt", "create")]).await;
    assert_eq!(page.place(), "/p/shop/register");
    let start = page.text.find("/p/shop/login?").expect("a way to sign in");
    let link = super::support::unescape(page.text[start..].split('"').next().unwrap());
    assert_eq!(visitor.open(&link).await.place(), "/p/shop/login");
}

#[tokio::test]
async fn a_temporary_password_is_replaced_before_anything_else() {
    //
    let app = TestApp::start().await;
    let (ada, client) = (app.person("ada").await, app.client().await);
    let (actor, trace) = (moongate_service::Actor::System, Default::default());
    let patch = serde_json::from_value(json!({ "email_verified": false })).unwrap();
    let id = (&app.pool.id, &ada.user.id);
    moongate_service::users::update(&app.app, &actor, id, patch, None, &trace)
        .await
        .unwrap();
    let id = (&*app.pool, &ada.user.id);
    let reset = moongate_service::users::reset_password(&app.app, &actor, id, &trace);
    let moongate_service::users::Reset::Temporary(temporary) = reset.await.unwrap() else {
        panic!("nobody can be mailed")
    };
    let mut visitor = app.visitor();
    let page = client.send(&mut visitor, &[]).await;
    let page = visitor.sign_in(&page, "ada", temporary.expose()).await;
    assert_eq!(page.place(), "/p/shop/change-password");
    let fields = [
        ("new_password", "Nine-Herons-36"),
        ("confirm_password", "Nine-Herons-36"),
    ];
    let back = visitor.submit(&page, "submit", &fields).await;
    assert!(back.location_parameter("code").is_some(), "{}", back.text);
}
