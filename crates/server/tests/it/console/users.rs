//! Users in the console.

use super::Admin;
use crate::support::TestApp;

const LIST: &str = "/console/p/shop/users";

#[tokio::test]
async fn the_list_shows_the_columns_of_the_seed_and_masks_contacts() {
    //
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    assert!(admin.open(LIST).await.says("No users yet"));
    app.person("linyue").await;
    let page = admin.open(LIST).await;
    for head in [
        "User",
        "Phone / email",
        "Status",
        "Source",
        "Last sign-in",
        "Created",
    ] {
        assert!(page.says(&format!(">{head}</th>")), "{head}");
    }
    assert!(page.says("lin***@example.com") && !page.says("linyue@example.com"));
    assert!(page.says("Not enabled"));
    for action in ["edit", "reset-password", "lock", "freeze", "delete"] {
        assert!(page.says(&format!("/{action}\"")), "{action}");
    }
    for (query, found) in [("liny", true), ("example.com", true), ("nobody", false)] {
        let page = admin.open(&format!("{LIST}?q={query}")).await;
        assert_eq!(page.says("linyue"), found, "{query}");
    }
}

#[tokio::test]
async fn a_full_page_leads_on_and_back_again() {
    // pages of ten; exact multiples have no empty page behind them
    let app = TestApp::start().await;
    for n in 0..20 {
        app.person(&format!("user{n:02}")).await;
    }
    let mut admin = Admin::enter(&app).await;
    let first = admin.open(LIST).await;
    assert!(first.says("1–10 of 20"));
    let second = admin.open(&link(&first.text, "next").unwrap()).await;
    assert!(second.says("11–20 of 20"));
    assert_eq!(link(&second.text, "next"), None);
    let back = admin.open(&link(&second.text, "prev").unwrap()).await;
    assert!(back.says("1–10 of 20"));
}

fn link(html: &str, rel: &str) -> Option<String> {
    let rest = html.split(&format!("rel=\"{rel}\" href=\"")).nth(1)?;
    Some(crate::support::unescape(rest.split('"').next()?))
}

#[tokio::test]
async fn a_new_user_needs_a_name_an_address_and_a_password() {
    //
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    let page = admin.open(&format!("{LIST}/new")).await;
    assert!(page.says("<option value=\"86\" selected>+86</option>"));
    let fields = [
        ("username", "ada"),
        ("password", "Seven-Owls-27"),
        ("email", "ada@example.com"),
        ("country", "1"),
        ("phone", "4155550100"),
        ("attributes.birthday", "1990-01-31"),
    ];
    for missing in ["username", "password", "email"] {
        let some: Vec<(&str, &str)> = fields
            .into_iter()
            .filter(|(name, _)| *name != missing)
            .collect();
        let page = admin.post(&format!("{LIST}/new"), &some).await;
        assert_eq!(page.status, 422, "{missing}");
        assert!(page.says(&format!("id=\"{missing}-error\"")), "{missing}");
    }
    let page = admin.post(&format!("{LIST}/new"), &fields).await;
    assert!(page.place().ends_with("/profile"), "{}", page.path);
    assert!(page.says("The user is created.") && page.says("Not enabled"));
    assert!(page.says("Administrator") && page.says("+1-415****0100"));
    assert!(page.says("••••••") && !page.says("1990-01-31"));
}

#[tokio::test]
async fn looking_at_whole_values_is_recorded() {
    //
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut admin = Admin::enter(&app).await;
    let home = format!("{LIST}/{}", ada.user.id);
    assert!(
        !admin
            .open(&format!("{home}/profile"))
            .await
            .says("ada@example.com")
    );
    let page = admin.post(&format!("{home}/reveal"), &[]).await;
    assert!(page.says("ada@example.com"));
    assert!(
        admin
            .open(&format!("{home}/log"))
            .await
            .says("Whole values shown")
    );
}

#[tokio::test]
async fn editing_has_no_password_and_refuses_a_stale_form() {
    //
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut admin = Admin::enter(&app).await;
    let edit = format!("{LIST}/{}/edit", ada.user.id);
    assert!(!admin.open(&edit).await.says("type=\"password\""));
    let fields = [
        ("username", "ada"),
        ("nickname", "Countess"),
        ("email", "ada@example.com"),
        ("email_verified", "1"),
        ("password", "Never-Taken-99"),
        ("version", "1"),
    ];
    let page = admin.post(&edit, &fields).await;
    assert!(page.says("Saved.") && page.says("Countess"));
    let page = admin.post(&edit, &fields).await;
    assert_eq!(page.status, 422);
    assert!(page.says("Somebody changed this meanwhile"));
    let mut visitor = app.visitor();
    let page = ada.sign_in(&mut visitor).await;
    assert_eq!(page.place(), "/p/shop/account/profile");
}

#[tokio::test]
async fn resetting_a_password_asks_first_and_ends_what_was_signed_in() {
    //
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut visitor = app.visitor();
    ada.sign_in(&mut visitor).await;
    let mut admin = Admin::enter(&app).await;
    let reset = format!("{LIST}/{}/reset-password", ada.user.id);
    let page = admin.open(&reset).await;
    assert!(page.says(
        "Are you sure you want to reset the password? This account will be unlocked after the password is reset"
    ));
    let page = admin.post(&reset, &[]).await;
    assert!(page.says("The password is reset."));
    let page = visitor.open("/p/shop/account/profile").await;
    assert_eq!(page.place(), "/p/shop/login");
    assert!(!app.outbox(&ada.email).await.is_empty());
}

#[tokio::test]
async fn a_user_without_a_proven_address_gets_a_temporary_password_shown_once() {
    //
    let app = TestApp::start().await;
    let mut admin = Admin::enter(&app).await;
    let fields = [
        ("username", "ada"),
        ("password", "Seven-Owls-27"),
        ("email", "ada@example.com"),
    ];
    let page = admin.post(&format!("{LIST}/new"), &fields).await;
    let home = page.place().replace("/profile", "");
    let page = admin.post(&format!("{home}/reset-password"), &[]).await;
    assert!(page.says("Temporary password") && page.says("shown only once"));
    let mut visitor = app.visitor();
    let login = visitor.open("/p/shop/login").await;
    let page = visitor.sign_in(&login, "ada", "Seven-Owls-27").await;
    assert_eq!(page.place(), "/p/shop/login");
}

#[tokio::test]
async fn locking_and_freezing_ask_first_and_show_what_kind_it_is() {
    //
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut admin = Admin::enter(&app).await;
    let home = format!("{LIST}/{}", ada.user.id);
    assert!(admin.open(&format!("{home}/lock")).await.says("Lock ada?"));
    let page = admin.post(&format!("{home}/lock"), &[]).await;
    assert!(page.says("Locked") && page.says(&format!("{home}/unlock")));
    app.wait(31_536_000);
    let mut admin = Admin::enter(&app).await;
    let mut visitor = app.visitor();
    let page = ada.sign_in(&mut visitor).await;
    assert_eq!(page.place(), "/p/shop/login");
    let page = admin.post(&format!("{home}/lock"), &[]).await;
    assert!(page.says("This user is locked already"));
    admin.post(&format!("{home}/unlock"), &[]).await;
    let page = admin.open(&format!("{home}/freeze")).await;
    assert!(page.says(
        "Are you sure you want to freeze the current user? After freezing, any logins of the user will be blocked"
    ));
    let page = admin.post(&format!("{home}/freeze"), &[]).await;
    assert!(page.says("Frozen"));
    let page = admin.post(&format!("{home}/thaw"), &[]).await;
    assert!(!page.says("Frozen"));
}

#[tokio::test]
async fn deleting_asks_first_for_one_and_for_many() {
    //
    let app = TestApp::start().await;
    let mut people = Vec::new();
    for name in ["ada", "bob", "cy", "dee"] {
        people.push(app.person(name).await.user.id.to_string());
    }
    let mut admin = Admin::enter(&app).await;
    let page = admin.open(&format!("{LIST}/{}/delete", people[0])).await;
    assert!(page.says("cannot be restored"));
    let mut fields = vec![("action", "delete")];
    fields.extend(people[..3].iter().map(|it| ("id", it.as_str())));
    let batch = format!("{LIST}/batch");
    let page = admin.post(&batch, &fields).await;
    assert!(page.says("Delete 3 users?"));
    assert!(admin.open(LIST).await.says("4 users in this pool"));
    fields.push(("confirmed", "1"));
    let page = admin.post(&batch, &fields).await;
    assert!(page.says("The selected users are deleted."));
    assert!(page.says("One user in this pool") && page.says("dee"));
    let gone = admin.open(&format!("{LIST}/{}/profile", people[0])).await;
    assert_eq!(gone.status, 404);
}

#[tokio::test]
async fn sessions_are_listed_and_ended() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut visitor = app.visitor();
    ada.sign_in(&mut visitor).await;
    let mut admin = Admin::enter(&app).await;
    let home = format!("{LIST}/{}", ada.user.id);
    let page = admin.open(&format!("{home}/sessions")).await;
    assert!(page.says("Chrome · Linux") && page.says("127.0.0.1"));
    let page = admin.post(&format!("{home}/end-sessions"), &[]).await;
    assert!(page.says("Not signed in anywhere"));
    let page = visitor.open("/p/shop/account/profile").await;
    assert_eq!(page.place(), "/p/shop/login");
}
