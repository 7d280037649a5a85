//! `/login/code`, and the page that asks for a code wherever one was sent.

use axum::response::Response;
use moongate_domain::challenge::Scene;
use moongate_domain::identifier::EmailAddress;
use moongate_domain::interaction::Step;
use moongate_domain::mask;
use moongate_domain::refusal::FieldError;
use moongate_domain::secret::Secret;
use moongate_service::challenges::WrongCode;
use moongate_service::sign_in::{self, SignInError};
use moongate_service::{Error, sources};

use super::in_run::{Head, InRun};
use super::sign_in as sign_in_page;
use super::stage::Stage;
use super::stop::{Answer, Stop};
use super::views::{CodePurpose, EnterCode, Notice, Problems};
use crate::i18n::Locale;
use crate::web::params::{Form, Params};

/// The page after a sign-in code was sent.
pub async fn show(stage: Stage) -> Answer {
    let it = stage.enter().await?;
    it.expect(Step::SignIn).await?;
    page(&it, CodePurpose::SignIn, Head::OK, Problems::none()).await
}

/// The code, or the wish for another one.
pub async fn submit(stage: Stage, Form(form): Form) -> Answer {
    let it = InRun::posted(stage, &form).await?;
    it.expect(Step::SignIn).await?;
    match proceed(&it, &form).await {
        Ok(response) => Ok(response),
        Err(err) => {
            let (head, problems) = sign_in_page::problems(&it, err)?;
            page(&it, CodePurpose::SignIn, head, problems).await
        }
    }
}

async fn proceed(it: &InRun, form: &Params) -> Result<Response, SignInError> {
    let (app, run, browser) = (&it.stage.web.app, &it.run, &it.stage.browser);
    let Some(address) = &run.interaction.body.code_for else {
        return Ok(it.to("/login"));
    };
    if is_resend(form) {
        sign_in::send_code(app, run, address, browser).await?;
        return Ok(resent(it, CodePurpose::SignIn));
    }
    let proved = sign_in::with_code(app, run, typed(form)?, browser).await?;
    Ok(it.welcome(&proved))
}

/// Whether another code is wished for.
pub fn is_resend(form: &Params) -> bool {
    form.given("resend").is_some()
}

/// The code that was typed.
pub fn typed(form: &Params) -> Result<Secret, Error> {
    match form.given("code") {
        Some(code) => Ok(Secret::new(code)),
        None => Err(Error::field("code", "field.required")),
    }
}

/// Back to the page after another code was sent.
pub fn resent(it: &InRun, purpose: CodePurpose) -> Response {
    it.to(&format!("{}?resent=1", purpose.action()))
}

/// What a wrong code says.
pub fn wrong(locale: Locale, wrong: WrongCode) -> (Head, Problems) {
    let refusal = match wrong {
        WrongCode::Wrong { tries_left } => {
            FieldError::new("code", "code.wrong").with("left", tries_left)
        }
        WrongCode::Expired => FieldError::new("code", "code.expired"),
    };
    (Head::REFUSED, Problems::of_fields(locale, &[refusal]))
}

/// The page that asks for a code. Where none was sent, the step before comes first.
pub async fn page(
    it: &InRun,
    purpose: CodePurpose,
    head: Head,
    problems: Problems,
) -> Result<Response, Stop> {
    let (scene, address) = destination(it, purpose);
    let Some(address) = address else {
        return Ok(it.to(purpose.back()));
    };
    let app = &it.stage.web.app;
    let policy = sources::codes_in(&it.run, scene);
    let pending = sign_in::pending_code(app, &it.run, scene).await?;
    let resend_in = pending.map_or(0, |code| code.resend_at().seconds() - app.now().seconds());
    let resent = it.stage.query.get("resent").is_some() && problems.is_empty();
    let page = EnterCode {
        frame: it.frame(),
        purpose,
        destination: EmailAddress::parse(&address).map_or(address, |it| mask::email(&it)),
        discreet: purpose != CodePurpose::Register,
        length: u32::try_from(policy.length).unwrap_or(6),
        valid_seconds: u32::try_from(policy.ttl_seconds).unwrap_or(0),
        resend_in: u32::try_from(resend_in).unwrap_or(0),
        notice: resent.then_some(Notice::CodeResent),
        problems,
    };
    Ok(it.page(head, &page))
}

fn destination(it: &InRun, purpose: CodePurpose) -> (Scene, Option<String>) {
    let body = &it.run.interaction.body;
    match purpose {
        CodePurpose::SignIn => (Scene::Login, body.code_for.clone()),
        CodePurpose::Register => (
            Scene::Register,
            body.registration.as_ref().and_then(|it| it.email.clone()),
        ),
        CodePurpose::Reset => (
            Scene::ResetPassword,
            body.reset.as_ref().map(|it| it.email.clone()),
        ),
    }
}
