//! `/consent`: what an application wants, allowed or denied.

use axum::http::StatusCode;
use moongate_domain::interaction::Step;
use moongate_service::consent;
use url::Url;

use super::in_run::{Head, InRun};
use super::stage::Stage;
use super::stop::Answer;
use super::views::{Consent, ScopeInWords};
use crate::web::error::Failure;
use crate::web::params::Form;

/// The question.
pub async fn show(stage: Stage) -> Answer {
    let it = stage.enter().await?;
    it.expect(Step::Consent).await?;
    let body = &it.run.interaction.body;
    let (Some(request), Some(application), Some((_, user))) = (
        body.purpose.request(),
        &it.run.application,
        &it.run.signed_in,
    ) else {
        return Err(super::stage::over().into());
    };
    let frame = it.pool_frame();
    let page = Consent {
        application: application.name.clone(),
        picture: match &application.logo {
            Some(id) => it.stage.logo(Some(id)),
            None => super::views::Logo::Letter,
        },
        account: super::account_name(user),
        scopes: ScopeInWords::list(&frame, &request.scope),
        next_host: host(request.redirect_uri.as_str()),
        frame,
    };
    Ok(it.page(Head::OK, &page))
}

/// The answer.
pub async fn submit(stage: Stage, Form(form): Form) -> Answer {
    let it = InRun::posted(stage, &form).await?;
    it.expect(Step::Consent).await?;
    let (app, browser) = (&it.stage.web.app, &it.stage.browser);
    let next = match form.field("decision") {
        "allow" => consent::allow(app, &it.run, browser).await?,
        "deny" => consent::deny(app, &it.run, browser).await?,
        _ => return Err(Failure::new(StatusCode::BAD_REQUEST, "request.invalid").into()),
    };
    Ok(it.go(&next))
}

/// The host a person returns to; for applications on the device, the scheme that opens them.
fn host(address: &str) -> String {
    let url = Url::parse(address).ok();
    let host = url.as_ref().and_then(Url::host_str).map(str::to_owned);
    host.or_else(|| url.map(|it| it.scheme().to_owned()))
        .unwrap_or_default()
}
