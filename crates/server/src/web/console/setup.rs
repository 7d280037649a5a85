//! `/console/setup`: the one-time page that makes the first administrator (D1).

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use moongate_domain::secret::Secret;
use moongate_service::{setup, sources};

use super::answer::{Answer, problems, see, status};
use super::session::outside;
use super::views::Setup;
use crate::web::Web;
use crate::web::csrf;
use crate::web::error::Failure;
use crate::web::pages::views::{PasswordRule, Problems, html};
use crate::web::params::{Form, Params, Query};
use crate::web::visit::Visit;

/// `/console/setup`
pub fn routes() -> Router<Web> {
    Router::new().route("/console/setup", get(show).post(create))
}

async fn show(State(web): State<Web>, visit: Visit, Query(query): Query) -> Answer {
    let token = query.field("token");
    refuse_used(&web, token).await?;
    page(&web, &visit, &query, (token, ""), Problems::none()).await
}

async fn create(State(web): State<Web>, visit: Visit, Form(form): Form) -> Answer {
    visit.check_csrf(None, form.field(csrf::FIELD))?;
    let token = form.field("token");
    refuse_used(&web, token).await?;
    let secret = |name| Secret::new(form.field(name).to_owned());
    let filled = setup::Form {
        username: form.field("username").to_owned(),
        password: secret("password"),
        confirm_password: secret("confirm_password"),
    };
    let made = setup::create_owner(&web.app, filled, &secret("token"), &visit.trace()).await;
    match made {
        Ok(_) => Ok(see("/console")),
        Err(err) => {
            let locale = visit.locale(None, crate::i18n::Locale::EnUs);
            let found = problems(locale, err)?;
            page(
                &web,
                &visit,
                &Params::default(),
                (token, form.field("username")),
                found,
            )
            .await
        }
    }
}

/// A wrong or used address is not found, like any other that does not exist.
async fn refuse_used(web: &Web, token: &str) -> Result<(), Failure> {
    let token = Secret::new(token.to_owned());
    if setup::is_open(&web.app, Some(&token)).await? {
        Ok(())
    } else {
        Err(Failure::not_found())
    }
}

async fn page(
    web: &Web,
    visit: &Visit,
    query: &Params,
    (token, username): (&str, &str),
    problems: Problems,
) -> Result<Response, Failure> {
    let here = super::paging::with_query("/console/setup", &[("token", token)]);
    let frame = outside(visit, query, &here);
    let pool = web.app.console_pool().await?;
    let policy = sources::password_policy(&web.app, &pool.id).await?;
    let page = Setup {
        rules: PasswordRule::for_first(&frame, &policy),
        frame,
        token: token.to_owned(),
        username: username.to_owned(),
        problems,
    };
    Ok(html(status(&page.problems), &page))
}
