//! `/console/p/{pool}/users`: the list of users, making one, and changing several (A-031 to A-046, C3).

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use moongate_domain::administrator::Resource;
use moongate_domain::id::UserId;
use moongate_domain::identifier::Username;
use moongate_domain::mask;
use moongate_domain::secret::Secret;
use moongate_domain::user::{LockedBy, NewUser, User, UserSource, UserStatus};
use moongate_domain::{FieldError, Timestamp};
use moongate_service::{Error, users};

use super::admin::Place;
use super::answer::{Answer, problems, see};
use super::done;
use super::paging::Paging;
use super::user_form::{self, Filled};
use super::views::{Confirm, ConsoleFrame, Section, UserRow, Users, user_status};
use crate::i18n::Moment;
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::pages::views::{Problems, html};
use crate::web::params::{Form, Query, RepeatingForm};

/// `/console/p/{pool}/users`, `…/new`, `…/batch`
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/console/p/{pool}/users", get(list))
        .route("/console/p/{pool}/users/new", get(ask_new).post(create))
        .route("/console/p/{pool}/users/batch", post(batch))
}

async fn list(place: Place, Query(query): Query) -> Answer {
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let paging = Paging::read(&query);
    let search = query.field("q").trim().to_owned();
    let before = paging.cursor.as_deref().and_then(read_cursor);
    let mut found = users::list(
        app,
        &actor,
        &place.pool.id,
        Some(&search),
        before,
        paging.asked(),
    )
    .await?;
    let total = users::count(app, &actor, &place.pool.id)
        .await?
        .unsigned_abs();
    let matching = if search.is_empty() {
        None
    } else {
        let count = users::count_found(app, &actor, &place.pool.id, Some(&search)).await?;
        Some(count.unsigned_abs())
    };
    let next = paging.cut(&mut found, |it| format!("{}.{}", it.created_at.0, it.id));
    let frame = place.frame(Section::Users).await?;
    let is_narrowed = !search.is_empty();
    let kept: Vec<(String, String)> = is_narrowed
        .then(|| ("q".to_owned(), search.clone()))
        .into_iter()
        .collect();
    let known = matching.or(Some(total));
    let path = place.to("/users");
    let pager = paging.pager(&frame, (&path, &kept), found.len(), next, known);
    let now = app.now();
    let page = Users {
        total,
        found: matching,
        query: search,
        filters: Vec::new(),
        is_narrowed,
        rows: found.iter().map(|it| row(&frame, it, now)).collect(),
        pager,
        frame,
    };
    Ok(html(StatusCode::OK, &page))
}

fn read_cursor(text: &str) -> Option<users::After> {
    let (at, id) = text.split_once('.')?;
    Some((Timestamp(at.parse().ok()?), UserId::parse(id).ok()?))
}

fn row(frame: &ConsoleFrame, user: &User, now: Timestamp) -> UserRow {
    let status = user.status(now);
    let username = user.username.as_ref().map(Username::as_str);
    let nickname = user.nickname.as_deref();
    UserRow {
        id: user.id.to_string(),
        // Anything else that could name them is masked.
        name: nickname.or(username).unwrap_or(user.id.as_str()).to_owned(),
        account: username.unwrap_or(user.id.as_str()).to_owned(),
        phone: user.phone.as_ref().map(mask::phone),
        email: user.email.as_ref().map(mask::email),
        status: user_status(frame, status),
        // A lock by policy ends by itself and does not stand in the way of one by hand.
        is_locked: status.lock().is_some_and(|it| it.by == LockedBy::Admin),
        is_frozen: status == UserStatus::Frozen,
        source: source(frame, &user.source),
        last_sign_in: user
            .last_sign_in_at
            .map(|at| Moment::ago(frame.locale, at, now)),
        created: Moment::table_day(frame.locale, user.created_at),
    }
}

/// Where an account came from, in words.
pub fn source(frame: &ConsoleFrame, source: &UserSource) -> String {
    match source {
        UserSource::AdminAdd => frame.t("source-admin-add").into_owned(),
        UserSource::SelfRegistered => frame.t("source-self-registered").into_owned(),
        UserSource::Import => frame.t("source-import").into_owned(),
        UserSource::Api => frame.t("source-api").into_owned(),
        UserSource::Source(id) => id.to_string(),
    }
}

async fn ask_new(place: Place) -> Answer {
    place.may_change(Resource::Users)?;
    user_form::page(&place, None, &Filled::default(), Problems::none()).await
}

async fn create(place: Place, Form(form): Form) -> Answer {
    place.admin.check(&form)?;
    let filled = Filled::read(&form);
    let password = form.field("password");
    let new = NewUser {
        members: filled.patch(None),
    };
    let made = if password.is_empty() {
        missing_password(&place, new)
    } else {
        users::create(
            &place.admin.app,
            &place.admin.actor(),
            &place.pool,
            new,
            Some(Secret::new(password.to_owned())),
            &place.admin.trace(),
        )
        .await
    };
    match made {
        Ok(user) => {
            done::tell(&place.admin.visit, "done-user-created");
            Ok(see(&place.to(&format!("/users/{}/profile", user.id))))
        }
        Err(err) => {
            let found = problems(place.admin.locale, err)?;
            user_form::page(&place, None, &filled, found).await
        }
    }
}

/// The console's form asks for a password; everything else that is missing is said with it.
fn missing_password(place: &Place, new: NewUser) -> Result<User, Error> {
    let app = &place.admin.app;
    let built = new.build(
        app.new_id(),
        place.pool.id.clone(),
        UserSource::AdminAdd,
        app.now(),
    );
    let mut found = built.err().unwrap_or_default();
    found.push(FieldError::new("password", "text.required"));
    Err(Error::Invalid(found))
}

/// What can be done with several users at once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Batch {
    Lock,
    Freeze,
    Delete,
}

impl Batch {
    fn read(name: &str) -> Result<Self, Failure> {
        match name {
            "lock" => Ok(Self::Lock),
            "freeze" => Ok(Self::Freeze),
            "delete" => Ok(Self::Delete),
            _ => Err(Failure::not_found()),
        }
    }
}

async fn batch(place: Place, RepeatingForm(form): RepeatingForm) -> Answer {
    place.admin.check(&form)?;
    place.may_change(Resource::Users)?;
    let ids = form.all("id").map(UserId::parse);
    let ids: Vec<UserId> = ids
        .collect::<Result<_, _>>()
        .map_err(|_| Failure::not_found())?;
    if ids.is_empty() {
        return Ok(see(&place.to("/users")));
    }
    let batch = Batch::read(form.field("action"))?;
    if !form.is_ticked("confirmed") {
        return question(&place, batch, form.field("action"), &ids, Problems::none()).await;
    }
    let (app, actor, trace) = (&place.admin.app, place.admin.actor(), place.admin.trace());
    let outcome = match batch {
        Batch::Delete => users::delete(app, &actor, &place.pool.id, ids.clone(), &trace).await,
        Batch::Lock | Batch::Freeze => change_each(&place, batch, &ids).await,
    };
    match outcome {
        Ok(()) => {
            let told = if batch == Batch::Delete {
                "done-users-deleted"
            } else {
                "done-users-changed"
            };
            done::tell(&place.admin.visit, told);
            Ok(see(&place.to("/users")))
        }
        Err(err) => {
            let found = problems(place.admin.locale, err)?;
            question(&place, batch, form.field("action"), &ids, found).await
        }
    }
}

/// One after the other; who is locked or frozen already stays so.
async fn change_each(place: &Place, batch: Batch, ids: &[UserId]) -> Result<(), Error> {
    let (app, actor, trace) = (&place.admin.app, place.admin.actor(), place.admin.trace());
    for id in ids {
        let of = (&place.pool.id, id);
        let outcome = match batch {
            Batch::Freeze => users::freeze(app, &actor, of, &trace).await,
            _ => users::lock(app, &actor, of, &trace).await,
        };
        match outcome {
            Ok(_)
            | Err(Error::State {
                code: "user.already_locked" | "user.already_frozen",
                ..
            }) => {}
            Err(err) => return Err(err),
        }
    }
    Ok(())
}

async fn question(
    place: &Place,
    batch: Batch,
    action: &str,
    ids: &[UserId],
    problems: Problems,
) -> Answer {
    let frame = place.frame(Section::Users).await?;
    let (question, text, button) = match batch {
        Batch::Lock => ("users-lock-question", "user-lock-text", "user-lock"),
        Batch::Freeze => ("users-freeze-question", "user-freeze-text", "user-freeze"),
        Batch::Delete => ("users-delete-question", "user-delete-text", "delete"),
    };
    let mut fields = vec![
        ("action".to_owned(), action.to_owned()),
        ("confirmed".to_owned(), "1".to_owned()),
    ];
    fields.extend(ids.iter().map(|it| ("id".to_owned(), it.to_string())));
    let page = Confirm {
        question: frame.t1(question, "count", ids.len()).into_owned(),
        consequences: vec![frame.t(text).into_owned()],
        obstacles: Vec::new(),
        action: place.to("/users/batch"),
        fields,
        typed: None,
        button: frame.t(button).into_owned(),
        is_destructive: batch == Batch::Delete,
        cancel: place.to("/users"),
        problems,
        frame,
    };
    Ok(html(super::answer::status(&page.problems), &page))
}
