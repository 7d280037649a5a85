//! `/reset-password` and its steps. Unknown addresses see the same pages (W13).

use axum::response::Response;
use moongate_domain::interaction::Reset;
use moongate_domain::secret::Secret;
use moongate_service::recover::{self, RecoverError};
use moongate_service::{Error, sources};

use super::code;
use super::in_run::{Head, InRun};
use super::stage::Stage;
use super::stop::{Answer, Stop};
use super::views::{
    CodePurpose, NewPassword, NewPasswordReason, PasswordReset, PasswordRule, Problems,
    ResetPassword,
};
use crate::web::params::{Form, Params};

/// Whose password.
pub async fn show(stage: Stage) -> Answer {
    let it = stage.enter_or_begin("/reset-password").await?;
    let before = it
        .run
        .interaction
        .body
        .reset
        .as_ref()
        .map(|it| it.email.clone());
    let request = it.run.interaction.body.purpose.request();
    let hint = request.and_then(|it| it.login_hint.clone());
    // A user name in the hint is of no use here.
    let email = before.or(hint.filter(|it| it.contains('@')));
    asking(&it, email.unwrap_or_default(), Head::OK, Problems::none())
}

/// The address.
pub async fn submit(stage: Stage, Form(form): Form) -> Answer {
    let it = InRun::posted(stage, &form).await?;
    let email = form.field("email").to_owned();
    match send(&it, &email).await {
        Ok(()) => Ok(it.to(CodePurpose::Reset.action())),
        Err(err) => {
            let (head, problems) = problems(&it, err)?;
            asking(&it, email, head, problems)
        }
    }
}

async fn send(it: &InRun, email: &str) -> Result<(), RecoverError> {
    if email.trim().is_empty() {
        return Err(Error::field("email", "field.required").into());
    }
    recover::send_code(&it.stage.web.app, &it.run, email, &it.stage.browser).await
}

fn asking(it: &InRun, email: String, head: Head, problems: Problems) -> Answer {
    if !it.run.flows().reset_password.enabled {
        return Err(InRun::closed("reset.closed"));
    }
    let page = ResetPassword {
        frame: it.frame(),
        email,
        problems,
    };
    Ok(it.page(head, &page))
}

/// The page that asks for the code.
pub async fn show_code(stage: Stage) -> Answer {
    let it = stage.enter().await?;
    code::page(&it, CodePurpose::Reset, Head::OK, Problems::none()).await
}

/// The code, or the wish for another one.
pub async fn submit_code(stage: Stage, Form(form): Form) -> Answer {
    let it = InRun::posted(stage, &form).await?;
    let Some(reset) = it.run.interaction.body.reset.clone() else {
        return Ok(it.to("/reset-password"));
    };
    match prove(&it, &reset, &form).await {
        Ok(response) => Ok(response),
        Err(err) => {
            let (head, problems) = problems(&it, err)?;
            code::page(&it, CodePurpose::Reset, head, problems).await
        }
    }
}

async fn prove(it: &InRun, reset: &Reset, form: &Params) -> Result<Response, RecoverError> {
    let app = &it.stage.web.app;
    if code::is_resend(form) {
        recover::send_code(app, &it.run, &reset.email, &it.stage.browser).await?;
        return Ok(code::resent(it, CodePurpose::Reset));
    }
    recover::prove(app, &it.run, code::typed(form)?).await?;
    Ok(it.to("/reset-password/new"))
}

/// The page that asks for the new password.
pub async fn show_new(stage: Stage) -> Answer {
    let it = stage.enter().await?;
    choosing(&it, Head::OK, Problems::none()).await
}

/// The new password.
pub async fn submit_new(stage: Stage, Form(form): Form) -> Answer {
    let it = InRun::posted(stage, &form).await?;
    if proven(&it).is_none() {
        return Ok(it.to("/reset-password"));
    }
    let new = Secret::new(form.field("new_password"));
    let again = Secret::new(form.field("confirm_password"));
    let (app, browser) = (&it.stage.web.app, &it.stage.browser);
    match recover::set_password(app, &it.run, new, &again, browser).await {
        Ok(()) => Ok(it.to("/reset-password/done")),
        // The account changed since: the address is proven anew.
        Err(RecoverError::Code(_)) => Ok(it.to("/reset-password")),
        Err(err) => {
            let (head, problems) = problems(&it, err)?;
            choosing(&it, head, problems).await
        }
    }
}

/// The reset whose code was right.
fn proven(it: &InRun) -> Option<&Reset> {
    let reset = it.run.interaction.body.reset.as_ref();
    reset.filter(|it| it.proven.is_some())
}

async fn choosing(it: &InRun, head: Head, problems: Problems) -> Answer {
    let Some(reset) = proven(it) else {
        return Ok(it.to("/reset-password"));
    };
    let policy = sources::password_policy(&it.stage.web.app, &it.run.pool.id).await?;
    let frame = it.frame();
    let page = NewPassword {
        rules: PasswordRule::for_another(&frame, &policy),
        frame,
        reason: NewPasswordReason::Reset,
        account: reset.email.clone(),
        problems,
    };
    Ok(it.page(head, &page))
}

/// It is done; nobody is signed in by that.
pub async fn done(stage: Stage) -> Answer {
    let it = stage.enter().await?;
    let frame = it.frame();
    let page = PasswordReset {
        sign_in: Some(frame.to("/login")),
        frame,
    };
    Ok(it.page(Head::OK, &page))
}

fn problems(it: &InRun, err: RecoverError) -> Result<(Head, Problems), Stop> {
    match err {
        RecoverError::Code(wrong) => Ok(code::wrong(it.stage.locale, wrong)),
        RecoverError::Closed => Err(InRun::closed("reset.closed")),
        RecoverError::Other(err) => it.problems(err, "code.too_soon"),
    }
}
