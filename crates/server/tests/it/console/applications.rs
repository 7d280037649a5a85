//! Applications in the console.

use super::Admin;
use crate::support::TestApp;

const LIST: &str = "/console/p/shop/apps";

#[tokio::test]
async fn each_type_can_be_made_and_nothing_else() {
    //
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    for kind in ["web", "spa", "native", "mini_program", "m2m"] {
        let fields = [("type", kind), ("name", kind), ("industry", "Trade")];
        let page = admin.post(&format!("{LIST}/new"), &fields).await;
        assert!([200, 201].contains(&page.status), "{kind}: {}", page.status);
    }
    for (kind, name, field) in [
        ("desktop", "x", "type"),
        ("", "x", "type"),
        ("web", " ", "name"),
    ] {
        let fields = [("type", kind), ("name", name)];
        let page = admin.post(&format!("{LIST}/new"), &fields).await;
        assert_eq!(page.status, 422);
        assert!(page.says(&format!("id=\"{field}-error\"")), "{field}");
    }
    // Nothing that is off can be tried.
    assert!(!admin.open(LIST).await.says("/demo/"));
}

#[tokio::test]
async fn the_list_has_its_columns_a_switch_and_ways_onward() {
    //
    let app = TestApp::start().await;
    let client = app.client().await;
    let mut admin = Admin::enter(&app).await;
    let page = admin.open(LIST).await;
    let id = client.application.id.to_string();
    for text in [
        "Web application",
        "role=\"switch\" aria-checked=\"true\"",
        "Configure",
        &id,
    ] {
        assert!(page.says(text), "{text}");
    }
    assert!(page.says(&format!("/demo/{id}")));
    let page = admin
        .post(&format!("{LIST}/{id}/switch"), &[("enabled", "0")])
        .await;
    assert!(page.says("aria-checked=\"false\"") && !page.says(&format!("/demo/{id}")));
}

#[tokio::test]
async fn what_is_not_complete_stays_off_and_the_faults_are_listed() {
    //
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    let fields = [("type", "spa"), ("name", "Spa")];
    let page = admin.post(&format!("{LIST}/new"), &fields).await;
    let home = page.place().replace("/parameters", "");
    let login = [("flows.login.enabled", "1"), ("version", "1")];
    let page = admin.post(&format!("{home}/process/login"), &login).await;
    assert!(page.says("Saved."));
    let page = admin
        .post(&format!("{home}/switch"), &[("enabled", "1")])
        .await;
    assert_eq!(page.status, 422);
    assert!(page.says("Give at least one redirect URI"));
    assert!(page.says("Choose the preferred way to sign in"));
    assert!(page.says(&format!("{home}/process")) && page.says(&format!("{home}/parameters")));
    assert!(admin.open(LIST).await.says("aria-checked=\"false\""));
}

#[tokio::test]
async fn redirect_uris_are_refused_one_by_one_with_their_reason() {
    //
    let app = TestApp::start().await;
    let client = app.client().await;
    let mut admin = Admin::enter(&app).await;
    let place = format!("{LIST}/{}/parameters", client.application.id);
    let eleven: Vec<String> = (0..11).map(|n| format!("https://a.example/{n}")).collect();
    for (uris, said) in [
        (
            "https://a.example/cb\nexample.com/cb",
            "No. 2: A complete address",
        ),
        ("javascript:alert(1)", "No. 1: Addresses of this scheme"),
        ("https://a.example/cb#x", "No. 1: No # in an address"),
        (&eleven.join("\n"), "At most 10 entries"),
    ] {
        let fields = parameters(uris);
        let page = admin.post(&place, &fields).await;
        assert_eq!(page.status, 422, "{uris}");
        assert!(page.says(said), "{uris}");
    }
    let ten = eleven[..10].join("\r\n");
    let page = admin.post(&place, &parameters(&ten)).await;
    assert!(page.says("Saved.") && page.says("https://a.example/9"));
}

fn parameters(uris: &str) -> [(&str, &str); 8] {
    [
        ("redirect_uris", uris),
        ("post_logout_redirect_uris", ""),
        ("token_endpoint_auth_method", "none"),
        ("profile", "strict"),
        ("access_token_ttl_seconds", "600"),
        ("id_token_ttl_seconds", "300"),
        ("refresh_token_enabled", "1"),
        ("refresh_token_ttl_seconds", "86400"),
    ]
}

#[tokio::test]
async fn a_secret_is_shown_once_and_can_be_renewed() {
    //
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    let fields = [("type", "web"), ("name", "Secretive")];
    let page = admin.post(&format!("{LIST}/new"), &fields).await;
    let secret = |text: &str| {
        let rest = text.split("<code>mgs_").nth(1)?;
        Some(rest.split('<').next()?.to_owned())
    };
    let first = secret(&page.text).unwrap();
    let home = page.text.split(&format!("{LIST}/app_")).nth(1).unwrap();
    let home = format!("{LIST}/app_{}", &home[..26]);
    let page = admin.open(&format!("{home}/quickstart")).await;
    assert_eq!(secret(&page.text), None);
    assert!(page.says(&first[first.len() - 4..]));
    assert!(page.says("http://localhost:8080/p/shop/.well-known/openid-configuration"));
    assert!(
        admin
            .open(&format!("{home}/secrets"))
            .await
            .says("stays valid")
    );
    let page = admin.post(&format!("{home}/secrets"), &[]).await;
    assert_ne!(secret(&page.text).unwrap(), first);
}

#[tokio::test]
async fn basic_information_is_changed_and_the_id_never() {
    //
    let app = TestApp::start().await;
    let client = app.client().await;
    let mut admin = Admin::enter(&app).await;
    let place = format!("{LIST}/{}/basic", client.application.id);
    let fields = [
        ("name", "Renamed"),
        ("type", "spa"),
        ("description", "What it is"),
        ("industry", "Trade"),
        ("id", "app_00000000000000000000000000"),
    ];
    let page = admin.post(&place, &fields).await;
    assert_eq!(page.place(), place);
    assert!(page.says("Renamed") && page.says("What it is") && page.says("Trade"));
    assert!(page.says("<option value=\"spa\" selected>"));
}

#[tokio::test]
async fn flows_are_saved_one_by_one() {
    //
    let app = TestApp::start().await;
    let (client, other) = (app.client().await, app.client().await);
    let mut admin = Admin::enter(&app).await;
    let place = format!("{LIST}/{}/process", client.application.id);
    let page = admin.post(&format!("{place}/registration"), &[]).await;
    assert!(page.says("Saved."));
    let mut visitor = app.visitor();
    assert!(!client.send(&mut visitor, &[]).await.says("/register"));
    assert!(other.send(&mut visitor, &[]).await.says("/register"));
}

#[tokio::test]
async fn deleting_asks_first_and_ends_everything() {
    //
    let app = TestApp::start().await;
    let client = app.client().await;
    let mut admin = Admin::enter(&app).await;
    let id = client.application.id.to_string();
    let page = admin.open(&format!("{LIST}/{id}/delete")).await;
    assert!(page.says("Delete one application?") && page.says("Moon Shop"));
    let fields = [("action", "delete"), ("id", &id), ("confirmed", "1")];
    let page = admin.post(&format!("{LIST}/batch"), &fields).await;
    assert!(page.says("No applications yet"));
    assert_eq!(admin.open(&format!("{LIST}/{id}/basic")).await.status, 404);
}

#[tokio::test]
async fn names_are_text_wherever_they_stand() {
    // T37
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    let evil = "\"><img src=x onerror=alert(1)>{{7*7}}</script>";
    let fields = [("type", "spa"), ("name", evil), ("description", evil)];
    let page = admin.post(&format!("{LIST}/new"), &fields).await;
    for path in [page.place().to_owned(), LIST.to_owned()] {
        let page = admin.open(&path).await;
        assert_eq!(page.status, 200);
        assert!(
            !page.says("<img src=x") && page.says("&#60;img src=x"),
            "{path}"
        );
    }
}
