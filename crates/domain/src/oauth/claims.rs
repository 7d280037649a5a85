//! Which claims about a person an application gets (OpenID Connect Core, sections 5.1 and 5.4).
//!
//! What tokens say about themselves is in [`super::token_claims`].

use serde_json::{Map, Value, json};

use crate::application::Application;
use crate::user::{self, User};

/// A claim: which scope value asks for it, which attribute it tells, and how it is told.
struct Claim {
    name: &'static str,
    scope: &'static str,
    attribute: &'static str,
    tell: fn(&User) -> Option<Value>,
}

macro_rules! claims {
    ($($name:literal, $scope:literal, $attribute:literal, $tell:expr;)*) => {
        const CLAIMS: &[Claim] = &[
            $(Claim { name: $name, scope: $scope, attribute: $attribute, tell: $tell },)*
        ];
    };
}

claims! {
    "name", "profile", "name", |it| text(it.attributes.get("name").or(it.nickname.as_deref()));
    "given_name", "profile", "given_name", |it| text(it.attributes.get("given_name"));
    "middle_name", "profile", "middle_name", |it| text(it.attributes.get("middle_name"));
    "family_name", "profile", "family_name", |it| text(it.attributes.get("family_name"));
    "nickname", "profile", "nickname", |it| text(it.nickname.as_deref());
    "preferred_username", "profile", "username", |it| text(it.username.as_ref().map(|it| it.as_str()));
    "profile", "profile", "profile", |it| text(it.attributes.get("profile"));
    "picture", "profile", "picture", |it| text(it.attributes.get("picture"));
    "website", "profile", "website", |it| text(it.attributes.get("website"));
    "gender", "profile", "gender", |it| text(it.attributes.get("gender"));
    "birthdate", "profile", "birthday", |it| text(it.attributes.get("birthday"));
    "zoneinfo", "profile", "zoneinfo", |it| text(it.attributes.get("zoneinfo"));
    "locale", "profile", "locale", |it| text(it.attributes.get("locale"));
    "updated_at", "profile", "updated_at", |it| Some(json!(it.updated_at.seconds()));
    "email", "email", "email", |it| text(it.email.as_ref().map(|it| it.as_str()));
    "email_verified", "email", "email", |it| it.email.as_ref().map(|_| json!(it.email_verified));
    "address", "address", "address", |it| it.attributes.get("address").map(|it| json!({"formatted": it}));
    "phone_number", "phone", "phone", |it| text(it.phone.as_ref().map(|it| it.as_str()));
    "phone_number_verified", "phone", "phone", |it| it.phone.as_ref().map(|_| json!(it.phone_verified));
}

/// The names of all claims about a person, for discovery.
pub fn names() -> impl Iterator<Item = &'static str> {
    CLAIMS.iter().map(|it| it.name)
}

/// Whether an application can be given an attribute of this name.
pub fn is_attribute(name: &str) -> bool {
    user::fixed(name).is_some() || CLAIMS.iter().any(|it| it.attribute == name)
}

/// What userinfo tells about a person beside `sub`: what the scope asks for, or exactly the attributes
/// that were chosen for the application.
pub fn in_userinfo(application: &Application, user: &User, scope: &[String]) -> Map<String, Value> {
    match &application.claims {
        Some(chosen) => of_attributes(chosen, user),
        None => tell(user, |claim| scope.iter().any(|it| it == claim.scope)),
    }
}

/// What an ID token tells about a person beside `sub`: the chosen attributes only. Without a
/// choice, scope claims come from userinfo, as OpenID Connect Core 5.4 wants where a code is used.
pub fn in_id_token(application: &Application, user: &User) -> Map<String, Value> {
    application
        .claims
        .as_ref()
        .map(|chosen| of_attributes(chosen, user))
        .unwrap_or_default()
}

/// The chosen attributes: under the name of their claims, or under their own where no claim exists.
fn of_attributes(chosen: &[String], user: &User) -> Map<String, Value> {
    let mut told = tell(user, |claim| chosen.iter().any(|it| it == claim.attribute));
    for name in chosen {
        if CLAIMS.iter().all(|it| it.attribute != name)
            && let Some(value) = user.attributes.get(name)
        {
            told.insert(name.clone(), json!(value));
        }
    }
    told
}

fn tell(user: &User, wanted: impl Fn(&Claim) -> bool) -> Map<String, Value> {
    CLAIMS
        .iter()
        .filter(|claim| wanted(claim))
        .filter_map(|claim| Some((claim.name.to_owned(), (claim.tell)(user)?)))
        .collect()
}

fn text(text: Option<&str>) -> Option<Value> {
    text.map(|it| json!(it))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::tests::web;
    use crate::user::tests::ada;

    fn person() -> User {
        let mut user = ada();
        for (name, value) in [
            ("given_name", "Ada"),
            ("birthday", "1815-12-10"),
            ("address", "12 St James's Square, London"),
            ("company", "Analytical Engines"),
        ] {
            user.attributes.0.insert(name.into(), value.into());
        }
        user
    }

    fn choosing(names: &[&str]) -> Application {
        Application {
            claims: Some(names.iter().map(|it| (*it).to_owned()).collect()),
            ..web()
        }
    }

    fn keys(told: &Map<String, Value>) -> Vec<&str> {
        told.keys().map(String::as_str).collect()
    }

    #[test]
    fn each_scope_value_asks_for_its_claims_and_empty_ones_are_left_out() {
        // OpenID Connect Core, 5.4
        let told = |scope: &[&str]| {
            let scope: Vec<_> = scope.iter().map(|it| (*it).to_owned()).collect();
            in_userinfo(&web(), &person(), &scope)
        };
        assert_eq!(told(&["openid"]), Map::new());
        assert_eq!(
            Value::Object(told(&["openid", "email"])),
            json!({"email": "Ada@example.com", "email_verified": true})
        );
        assert_eq!(
            Value::Object(told(&["phone", "address"])),
            json!({
                "address": {"formatted": "12 St James's Square, London"},
                "phone_number": "+442079460000",
                "phone_number_verified": false,
            })
        );
        assert_eq!(
            Value::Object(told(&["profile"])),
            json!({
                "name": "Countess",
                "nickname": "Countess",
                "preferred_username": "Ada",
                "given_name": "Ada",
                "birthdate": "1815-12-10",
                "updated_at": 1,
            })
        );
    }

    #[test]
    fn chosen_attributes_are_in_both_answers_and_others_in_neither() {
        //
        let scope = ["openid".to_owned(), "profile".to_owned()];
        let chosen = choosing(&["birthday", "company", "email"]);
        let expected = ["birthdate", "company", "email", "email_verified"];
        assert_eq!(keys(&in_id_token(&chosen, &person())), expected);
        assert_eq!(keys(&in_userinfo(&chosen, &person(), &scope)), expected);
        let none = choosing(&[]);
        assert!(in_id_token(&none, &person()).is_empty());
        assert!(in_userinfo(&none, &person(), &scope).is_empty());
    }

    #[test]
    fn without_a_choice_the_id_token_tells_only_who_it_is() {
        assert!(in_id_token(&web(), &person()).is_empty());
    }

    #[test]
    fn every_fixed_attribute_can_be_chosen_and_nothing_else() {
        //
        assert!(user::FIXED.iter().all(|it| is_attribute(it.name)));
        for name in ["username", "nickname", "email", "phone"] {
            assert!(is_attribute(name), "{name}");
        }
        for name in ["password", "sub", "iss", "roles", "email_verified"] {
            assert!(!is_attribute(name), "{name}");
        }
    }
}
