//! `/change-password`: a temporary password is replaced before anything else.

use moongate_domain::interaction::Step;
use moongate_service::account;
use moongate_service::sources;

use super::in_run::{Head, InRun};
use super::stage::Stage;
use super::stop::Answer;
use super::views::{NewPassword, NewPasswordReason, PasswordRule, Problems};
use crate::web::account::security::typed;
use crate::web::params::Form;

/// The page.
pub async fn show(stage: Stage) -> Answer {
    let it = stage.enter().await?;
    it.expect(Step::ChangePassword).await?;
    page(&it, Head::OK, Problems::none()).await
}

/// The new password.
pub async fn submit(stage: Stage, Form(form): Form) -> Answer {
    let it = InRun::posted(stage, &form).await?;
    it.expect(Step::ChangePassword).await?;
    let (app, browser) = (&it.stage.web.app, &it.stage.browser);
    match account::replace_temporary_password(app, &it.run, typed(&form), browser).await {
        Ok(next) => Ok(it.go(&next)),
        Err(err) => {
            let (head, problems) = it.problems(err, "request.too_often")?;
            page(&it, head, problems).await
        }
    }
}

async fn page(it: &InRun, head: Head, problems: Problems) -> Answer {
    let policy = sources::password_policy(&it.stage.web.app, &it.run.pool.id).await?;
    let user = it.run.signed_in.as_ref().map(|(_, user)| user);
    let frame = it.frame();
    let page = NewPassword {
        rules: PasswordRule::for_another(&frame, &policy),
        frame,
        reason: NewPasswordReason::Temporary,
        account: user.map(super::account_name).unwrap_or_default(),
        problems,
    };
    Ok(it.page(head, &page))
}
