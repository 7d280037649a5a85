//! RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0; security checklist P26).

use axum::http::StatusCode;
use moongate_domain::oauth::logout::LogoutRequest;
use moongate_service::sign_out;

use crate::web::csrf;
use crate::web::error::{Face, Failure};
use crate::web::pages::sign_out as page;
use crate::web::pages::stage::Stage;
use crate::web::pages::stop::Answer;
use crate::web::pages::views::FailureKind;
use crate::web::params::{Form, Params};

/// A request in the query.
pub async fn by_query(stage: Stage) -> Answer {
    let params = stage.query.clone();
    answer(&stage, &params, false).await
}

/// A request in a form; or the person's own confirmation, which carries the page's token.
pub async fn by_form(stage: Stage, Form(params): Form) -> Answer {
    let confirmed = match params.given(csrf::FIELD) {
        Some(token) => {
            stage.visit.check_csrf(None, token)?;
            true
        }
        None => false,
    };
    answer(&stage, &params, confirmed).await
}

async fn answer(stage: &Stage, params: &Params, confirmed: bool) -> Answer {
    let pairs: Vec<(String, String)> = params
        .pairs()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let request = LogoutRequest::read(&pairs).map_err(|_| refused("logout.malformed"))?;
    let (app, pool, browser) = (&stage.web.app, &stage.pool, &stage.browser);
    let asked = match sign_out::judge(app, pool, &request, browser).await {
        Ok(asked) => asked,
        Err(moongate_service::Error::Invalid(fields)) => {
            let code = fields.first().map_or("logout.malformed", |it| it.code);
            return Err(refused(code).into());
        }
        Err(other) => return Err(other.into()),
    };
    if asked.confirm && !confirmed {
        let ours = [csrf::FIELD, "confirm"];
        let carried = pairs
            .into_iter()
            .filter(|(name, _)| !ours.contains(&name.as_str()));
        return page::ask(stage, asked.application.as_deref(), carried.collect()).await;
    }
    sign_out::end(app, pool, Some(&asked), browser).await?;
    Ok(page::leave(stage, asked.then.as_deref()))
}

fn refused(code: &'static str) -> Failure {
    Failure::new(StatusCode::BAD_REQUEST, code)
        .with_face(Face::Page)
        .shown_as(FailureKind::RedirectNotRegistered)
}
