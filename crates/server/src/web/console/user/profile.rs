//! The profile of a user: masked, and whole on request.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use moongate_domain::identifier::{EmailAddress, PhoneNumber, Username};
use moongate_domain::mask;
use moongate_domain::user::User;
use moongate_service::users;

use super::super::admin::Place;
use super::super::answer::Answer;
use super::super::users::source;
use super::super::views::parts::{Fact, Value};
use super::super::views::{Act, Card, ConsoleFrame, Section, user_status};
use super::{detail, find, home};
use crate::i18n::Moment;
use crate::web::Web;
use crate::web::pages::views::html;
use crate::web::params::Form;

/// `…/{id}`, `…/profile`, `…/reveal`
pub fn routes() -> Router<Web> {
    let at = |path: &str| format!("/console/p/{{pool}}/users/{{id}}{path}");
    Router::new()
        .route(&at(""), get(profile))
        .route(&at("/profile"), get(profile))
        .route(&at("/reveal"), post(reveal))
}

async fn profile(place: Place) -> Answer {
    let user = find(&place).await?;
    let frame = place.frame(Section::Users).await?;
    let cards = profile_cards(&place, &frame, &user, false);
    Ok(html(
        StatusCode::OK,
        &detail(&place, frame, &user, "profile", cards),
    ))
}

/// The same with unmasked values; a post, as it is recorded.
async fn reveal(place: Place, Form(form): Form) -> Answer {
    place.admin.check(&form)?;
    let (app, actor) = (&place.admin.app, place.admin.actor());
    let id = place.id()?;
    let user = users::reveal(app, &actor, &place.pool.id, &id, &place.admin.trace()).await?;
    let frame = place.frame(Section::Users).await?;
    let cards = profile_cards(&place, &frame, &user, true);
    Ok(html(
        StatusCode::OK,
        &detail(&place, frame, &user, "profile", cards),
    ))
}

fn profile_cards(place: &Place, frame: &ConsoleFrame, user: &User, open: bool) -> Vec<Card> {
    let now = place.admin.app.now();
    let text = |label, value: Option<String>| {
        let value = value.map_or(Value::None, Value::Text);
        Fact::new(frame.t(label), value)
    };
    let proven = |shown: Option<String>, verified: bool| {
        let word = if verified {
            frame.t("verified")
        } else {
            frame.t("not-verified")
        };
        shown.map(|it| format!("{it} · {word}"))
    };
    let email = user.email.as_ref().map(|it| {
        if open {
            EmailAddress::as_str(it).to_owned()
        } else {
            mask::email(it)
        }
    });
    let phone = user.phone.as_ref().map(|it| {
        if open {
            PhoneNumber::as_str(it).to_owned()
        } else {
            mask::phone(it)
        }
    });
    let username = user
        .username
        .as_ref()
        .map(|it| Username::as_str(it).to_owned());
    let mut facts = vec![
        Fact::new(frame.t("user-id"), Value::Copy(user.id.to_string())),
        text("username-label", username),
        text("nickname-label", user.nickname.clone()),
        text("email-label", proven(email, user.email_verified)),
        text("phone-label", proven(phone, user.phone_verified)),
    ];
    let masked = |value: &str| {
        if open {
            value.to_owned()
        } else {
            "••••••".to_owned()
        }
    };
    let name_of = |name: &str| match name {
        "name" => Some("attribute-name"),
        "birthday" => Some("attribute-birthday"),
        "address" => Some("attribute-address"),
        "company" => Some("attribute-company"),
        _ => None,
    };
    for (name, value) in &user.attributes.0 {
        let label =
            name_of(name).map_or_else(|| std::borrow::Cow::Owned(name.clone()), |key| frame.t(key));
        facts.push(Fact::new(label, Value::Text(masked(value))));
    }
    let moment = |at| Value::Time(Moment::exact(frame.locale, at));
    let until = user.status(now).lock().and_then(|it| it.until);
    let mut standing = vec![
        Fact::new(
            frame.t("status"),
            Value::Status(user_status(frame, user.status(now))),
        ),
        text("user-source", Some(source(frame, &user.source))),
        Fact::new(
            frame.t("user-last-sign-in"),
            user.last_sign_in_at.map_or(Value::None, moment),
        ),
        Fact::new(frame.t("created"), moment(user.created_at)),
        Fact::new(frame.t("changed"), moment(user.updated_at)),
    ];
    if let Some(until) = until {
        standing.insert(1, Fact::new(frame.t("locked-until"), moment(until)));
    }
    let mut cards = vec![
        Card::Facts {
            title: frame.t("user-information").into_owned(),
            text: String::new(),
            facts,
        },
        Card::Facts {
            title: frame.t("account").into_owned(),
            text: String::new(),
            facts: standing,
        },
    ];
    if !open {
        cards.push(Card::Do {
            title: frame.t("user-reveal").into_owned(),
            text: frame.t("user-reveal-text").into_owned(),
            act: Act::post(
                frame.t("user-reveal-do"),
                format!("{}/reveal", home(place, &user.id)),
            ),
        });
    }
    cards
}
