//! `/account/profile`.

use axum::http::StatusCode;
use moongate_domain::user::ProfilePatch;
use moongate_service::{Error, account};

use super::member::Member;
use crate::i18n::Moment;
use crate::web::csrf;
use crate::web::error::Failure;
use crate::web::pages::stop::Answer;
use crate::web::pages::views::account::Profile;
use crate::web::pages::views::{Notice, Problems};
use crate::web::params::Form;

/// The page.
pub async fn show(member: Member) -> Answer {
    let nickname = member.person.user.nickname.clone().unwrap_or_default();
    Ok(page(&member, nickname, StatusCode::OK, Problems::none()))
}

/// The form. Fields that people may not change of themselves are refused, not ignored (W16, T25).
pub async fn submit(member: Member, Form(form): Form) -> Answer {
    member.check(&form)?;
    if form
        .pairs()
        .any(|(name, _)| name != "nickname" && name != csrf::FIELD)
    {
        return Err(Failure::new(StatusCode::BAD_REQUEST, "field.unknown").into());
    }
    let typed = form.field("nickname").to_owned();
    let patch = ProfilePatch {
        nickname: Some(form.given("nickname").map(str::to_owned)),
        ..ProfilePatch::default()
    };
    let stage = &member.stage;
    let done = account::change_profile(
        &stage.web.app,
        &stage.pool,
        &member.person,
        patch,
        &stage.browser,
    );
    match done.await {
        Ok(()) => Ok(member.to("/account/profile?saved=1")),
        Err(Error::Invalid(fields)) => {
            let problems = Problems::of_fields(stage.locale, &fields);
            Ok(page(
                &member,
                typed,
                StatusCode::UNPROCESSABLE_ENTITY,
                problems,
            ))
        }
        Err(other) => Err(other.into()),
    }
}

fn page(
    member: &Member,
    nickname: String,
    status: StatusCode,
    problems: Problems,
) -> axum::response::Response {
    let user = &member.person.user;
    let page = Profile {
        frame: member.frame(),
        person: member.shown(),
        notice: member
            .notice("saved", Notice::Saved)
            .filter(|_| problems.is_empty()),
        id: user.id.to_string(),
        nickname,
        username: user.username.as_ref().map(ToString::to_string),
        email: user
            .email
            .as_ref()
            .map(|it| (it.to_string(), user.email_verified)),
        phone: user
            .phone
            .as_ref()
            .map(|it| (it.to_string(), user.phone_verified)),
        created: Moment::day(member.stage.locale, user.created_at),
        problems,
    };
    member.page(status, &page)
}
