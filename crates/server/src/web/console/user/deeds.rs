//! What can be done to a user, each after a question.

use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use moongate_domain::administrator::Resource;
use moongate_domain::user::User;
use moongate_service::Error;
use moongate_service::users::{self, Reset};

use super::super::admin::Place;
use super::super::answer::{Answer, problems, see, status};
use super::super::done;
use super::super::views::parts::{Fact, Tone, Value};
use super::super::views::{Card, Confirm, Note, Section};
use super::{detail, find, home, name};
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::pages::views::{Problems, html};
use crate::web::params::{Form, Params};

/// `…/{id}/{deed}`
pub fn routes() -> Router<Web> {
    let at = |path: &str| format!("/console/p/{{pool}}/users/{{id}}{path}");
    Router::new()
        .route(
            &at("/reset-password"),
            get(async |it| ask(it, Deed::ResetPassword).await).post(reset_password),
        )
        .route(&at("/lock"), deed(Deed::Lock))
        .route(&at("/unlock"), deed(Deed::Unlock))
        .route(&at("/freeze"), deed(Deed::Freeze))
        .route(&at("/thaw"), deed(Deed::Thaw))
        .route(&at("/end-sessions"), deed(Deed::EndSessions))
        .route(&at("/delete"), deed(Deed::Delete))
}

/// What can be done to a user after a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    ResetPassword,
    Lock,
    Unlock,
    Freeze,
    Thaw,
    EndSessions,
    Delete,
}

impl Deed {
    const fn path(self) -> &'static str {
        match self {
            Self::ResetPassword => "reset-password",
            Self::Lock => "lock",
            Self::Unlock => "unlock",
            Self::Freeze => "freeze",
            Self::Thaw => "thaw",
            Self::EndSessions => "end-sessions",
            Self::Delete => "delete",
        }
    }
}

fn deed(deed: Deed) -> axum::routing::MethodRouter<Web> {
    get(async move |place: Place| ask(place, deed).await)
        .post(async move |place: Place, Form(form): Form| act(place, deed, &form).await)
}

async fn ask(place: Place, deed: Deed) -> Answer {
    place.may_change(Resource::Users)?;
    let user = find(&place).await?;
    question(&place, &user, deed, Problems::none()).await
}

async fn act(place: Place, deed: Deed, form: &Params) -> Answer {
    place.admin.check(form)?;
    let user = find(&place).await?;
    let (app, actor, trace) = (&place.admin.app, place.admin.actor(), place.admin.trace());
    let of = (&place.pool.id, &user.id);
    let outcome = match deed {
        Deed::Lock => users::lock(app, &actor, of, &trace).await.map(drop),
        Deed::Unlock => users::unlock(app, &actor, of, &trace).await.map(drop),
        Deed::Freeze => users::freeze(app, &actor, of, &trace).await.map(drop),
        Deed::Thaw => users::thaw(app, &actor, of, &trace).await.map(drop),
        Deed::EndSessions => users::end_sessions(app, &actor, of, &trace).await,
        Deed::Delete => {
            users::delete(app, &actor, &place.pool.id, vec![user.id.clone()], &trace).await
        }
        Deed::ResetPassword => Err(Error::NotFound),
    };
    let (told, onward) = match deed {
        Deed::Lock => ("done-user-locked", "profile"),
        Deed::Unlock => ("done-user-unlocked", "profile"),
        Deed::Freeze => ("done-user-frozen", "profile"),
        Deed::Thaw => ("done-user-thawed", "profile"),
        Deed::Delete => ("done-user-deleted", ""),
        Deed::EndSessions | Deed::ResetPassword => ("done-sessions-ended", "sessions"),
    };
    match outcome {
        Ok(()) => {
            done::tell(&place.admin.visit, told);
            Ok(see(&if deed == Deed::Delete {
                place.to("/users")
            } else {
                format!("{}/{onward}", home(&place, &user.id))
            }))
        }
        Err(err) => {
            let found = problems(place.admin.locale, err)?;
            question(&place, &user, deed, found).await
        }
    }
}

async fn question(
    place: &Place,
    user: &User,
    deed: Deed,
    problems: Problems,
) -> Result<Response, Failure> {
    let frame = place.frame(Section::Users).await?;
    let (question, text, button) = match deed {
        Deed::ResetPassword => (
            "user-reset-question",
            "user-reset-text",
            "user-reset-password",
        ),
        Deed::Lock => ("user-lock-question", "user-lock-text", "user-lock"),
        Deed::Unlock => ("user-unlock-question", "user-unlock-text", "user-unlock"),
        Deed::Freeze => ("user-freeze-question", "user-freeze-text", "user-freeze"),
        Deed::Thaw => ("user-thaw-question", "user-thaw-text", "user-thaw"),
        Deed::EndSessions => ("sessions-end-question", "sessions-end-text", "sessions-end"),
        Deed::Delete => ("user-delete-question", "user-delete-text", "delete"),
    };
    let home = home(place, &user.id);
    let page = Confirm {
        question: frame.t1(question, "name", name(user)).into_owned(),
        consequences: vec![frame.t(text).into_owned()],
        obstacles: Vec::new(),
        action: format!("{home}/{}", deed.path()),
        fields: Vec::new(),
        typed: None,
        button: frame.t(button).into_owned(),
        is_destructive: deed == Deed::Delete,
        cancel: format!("{home}/profile"),
        problems,
        frame,
    };
    Ok(html(status(&page.problems), &page))
}

/// Mailed, or a temporary password that is shown this once.
async fn reset_password(place: Place, Form(form): Form) -> Answer {
    place.admin.check(&form)?;
    let user = find(&place).await?;
    let reset = users::reset_password(
        &place.admin.app,
        &place.admin.actor(),
        (&place.pool, &user.id),
        &place.admin.trace(),
    )
    .await;
    match reset {
        Ok(Reset::Mailed) => {
            done::tell(&place.admin.visit, "done-password-mailed");
            Ok(see(&format!("{}/profile", home(&place, &user.id))))
        }
        Ok(Reset::Temporary(password)) => {
            let frame = place.frame(Section::Users).await?;
            let fact = Fact::new(
                frame.t("temporary-password"),
                Value::Copy(password.expose().to_owned()),
            );
            let card = Card::Facts {
                title: frame.t("temporary-password").into_owned(),
                text: frame.t("temporary-password-text").into_owned(),
                facts: vec![fact],
            };
            let note = Note {
                tone: Tone::Warn,
                text: frame.t("shown-once").into_owned(),
            };
            let mut page = detail(&place, frame, &user, "", vec![card]);
            page.note = Some(note);
            Ok(html(StatusCode::OK, &page))
        }
        Err(err) => {
            let found = problems(place.admin.locale, err)?;
            question(&place, &user, Deed::ResetPassword, found).await
        }
    }
}
