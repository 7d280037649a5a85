//! `/account/security`, and the change of the password.

use axum::http::StatusCode;
use moongate_domain::mask;
use moongate_domain::secret::Secret;
use moongate_service::account::{self, PasswordChange};
use moongate_service::{Error, sources};

use super::member::Member;
use crate::i18n::Moment;
use crate::web::pages::stop::Answer;
use crate::web::pages::views::account::{ChangePassword, Security};
use crate::web::pages::views::{Notice, PasswordRule, Problems};
use crate::web::params::{Form, Params};

/// The overview.
pub async fn show(member: Member) -> Answer {
    let (app, pool) = (&member.stage.web.app, &member.stage.pool);
    let set_at = account::password_set_at(app, pool, &member.person).await?;
    let policy = sources::password_policy(app, &pool.id).await?;
    let sessions = account::list_sessions(app, pool, &member.person).await?;
    let user = &member.person.user;
    let now = app.now();
    let page = Security {
        frame: member.frame(),
        person: member.shown(),
        notice: member.notice("changed", Notice::PasswordChanged),
        password: set_at.map(|at| Moment::ago(member.stage.locale, at, now)),
        email: user
            .email
            .as_ref()
            .map(|it| (mask::email(it), user.email_verified)),
        sessions: sessions.len(),
        reminder: set_at.is_some_and(|at| policy.reminder_due(at, now)),
    };
    Ok(member.page(StatusCode::OK, &page))
}

/// The form for another password.
pub async fn show_password(member: Member) -> Answer {
    page(&member, StatusCode::OK, Problems::none()).await
}

/// Changes it; every other device is signed out.
pub async fn submit_password(member: Member, Form(form): Form) -> Answer {
    member.check(&form)?;
    let stage = &member.stage;
    let change = typed(&form);
    let done = account::change_password(
        &stage.web.app,
        &stage.pool,
        &member.person,
        change,
        &stage.browser,
    );
    match done.await {
        Ok(()) => Ok(member.to("/account/security?changed=1")),
        Err(Error::Invalid(fields)) => {
            let problems = Problems::of_fields(stage.locale, &fields);
            page(&member, StatusCode::UNPROCESSABLE_ENTITY, problems).await
        }
        Err(other) => Err(other.into()),
    }
}

/// A password change as it was typed.
pub fn typed(form: &Params) -> PasswordChange {
    PasswordChange {
        password: form.given("password").map(Secret::new),
        new_password: Secret::new(form.field("new_password")),
        confirm_password: Secret::new(form.field("confirm_password")),
    }
}

async fn page(member: &Member, status: StatusCode, problems: Problems) -> Answer {
    let policy = sources::password_policy(&member.stage.web.app, &member.stage.pool.id).await?;
    let frame = member.frame();
    let page = ChangePassword {
        rules: PasswordRule::for_another(&frame, &policy),
        frame,
        person: member.shown(),
        problems,
    };
    Ok(member.page(status, &page))
}
