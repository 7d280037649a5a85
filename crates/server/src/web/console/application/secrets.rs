//! The secrets of an application: shown once, two valid at a time.

use axum::Router;
use axum::routing::get;
use moongate_domain::administrator::Resource;
use moongate_domain::application::Application;
use moongate_service::applications;

use super::super::admin::Place;
use super::super::answer::{Answer, problems, status};
use super::super::views::{Act, Card, Confirm, ConsoleFrame, Section};
use super::{created_page, find, home};
use crate::i18n::Moment;
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::pages::views::{Problems, html};
use crate::web::params::Form;

/// `…/{id}/secrets`
pub fn routes() -> Router<Web> {
    Router::new().route(
        "/console/p/{pool}/apps/{id}/secrets",
        get(ask_secret).post(add_secret),
    )
}

/// What is known of the present secrets, and the way to a new one.
pub async fn card(place: &Place, frame: &ConsoleFrame, it: &Application) -> Result<Card, Failure> {
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let secrets = applications::list_secrets(app, &actor, &place.pool.id, &it.id).await?;
    let hints: Vec<String> = secrets
        .iter()
        .map(|it| {
            let day = Moment::table_day(frame.locale, it.created_at).text;
            format!("…{} ({day})", it.hint)
        })
        .collect();
    Ok(Card::Do {
        title: frame.t("client-secret").into_owned(),
        text: frame
            .t1("secret-hints", "hints", hints.join(", "))
            .into_owned(),
        act: Act::link(
            frame.t("secret-add"),
            format!("{}/secrets", home(place, it)),
        ),
    })
}

async fn ask_secret(place: Place) -> Answer {
    place.may_change(Resource::Applications)?;
    let it = find(&place).await?;
    secret_question(&place, &it, Problems::none()).await
}

async fn secret_question(place: &Place, it: &Application, problems: Problems) -> Answer {
    let frame = place.frame(Section::Applications).await?;
    let home = home(place, it);
    let page = Confirm {
        question: frame
            .t1("secret-add-question", "name", it.name.as_str())
            .into_owned(),
        consequences: vec![frame.t("secret-add-text").into_owned()],
        obstacles: Vec::new(),
        action: format!("{home}/secrets"),
        fields: Vec::new(),
        typed: None,
        button: frame.t("secret-add").into_owned(),
        is_destructive: false,
        cancel: format!("{home}/quickstart"),
        problems,
        frame,
    };
    Ok(html(status(&page.problems), &page))
}

/// Makes one more secret, shown this once; the oldest goes when there would be more than two.
async fn add_secret(place: Place, Form(form): Form) -> Answer {
    place.admin.check(&form)?;
    let it = find(&place).await?;
    let (app, actor, trace) = (&place.admin.app, place.admin.actor(), place.admin.trace());
    match applications::add_secret(app, &actor, &place.pool.id, &it.id, &trace).await {
        Ok((secret, _)) => created_page(&place, &it, &secret).await,
        Err(err) => {
            let found = problems(place.admin.locale, err)?;
            secret_question(&place, &it, found).await
        }
    }
}
