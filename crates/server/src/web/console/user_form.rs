//! The form of a user: made new with a password, changed without one.

use std::collections::BTreeMap;

use moongate_domain::identifier::{EmailAddress, PhoneNumber, Username};
use moongate_domain::user::{AttributesPatch, User, UserPatch};
use moongate_service::sources;

use super::admin::Place;
use super::answer::{Answer, status};
use super::views::parts::Crumb;
use super::views::{Choice, ConsoleFrame, FormField, FormPage, Kind, Section};
use crate::web::pages::views::{PasswordRule, Problems, html};
use crate::web::params::Params;

/// The attributes of the form, with the way each is filled.
const ATTRIBUTES: [(&str, &str, bool); 4] = [
    ("name", "attribute-name", false),
    ("birthday", "attribute-birthday", true),
    ("address", "attribute-address", false),
    ("company", "attribute-company", false),
];

/// Country codes that are offered; any other is typed with the number itself.
const COUNTRIES: [&str; 16] = [
    "86", "852", "853", "886", "65", "60", "81", "82", "1", "44", "49", "33", "61", "7", "91",
    "971",
];

/// What stands in the form.
#[derive(Debug, Clone)]
pub struct Filled {
    username: String,
    nickname: String,
    email: String,
    email_verified: bool,
    country: String,
    phone: String,
    attributes: BTreeMap<&'static str, String>,
    version: Option<String>,
}

impl Default for Filled {
    fn default() -> Self {
        Self {
            username: String::new(),
            nickname: String::new(),
            email: String::new(),
            email_verified: false,
            country: COUNTRIES[0].to_owned(),
            phone: String::new(),
            attributes: BTreeMap::new(),
            version: None,
        }
    }
}

impl Filled {
    /// As a user is now.
    pub fn of(user: &User) -> Self {
        let (country, phone) = match user.phone.as_ref().map(PhoneNumber::parts) {
            Some((code, national)) if COUNTRIES.contains(&code) => {
                (code.to_owned(), national.to_owned())
            }
            Some((code, national)) => (COUNTRIES[0].to_owned(), format!("+{code}{national}")),
            None => (COUNTRIES[0].to_owned(), String::new()),
        };
        let value = |name: &str| user.attributes.get(name).unwrap_or_default().to_owned();
        Self {
            username: user
                .username
                .as_ref()
                .map_or_else(String::new, |it| Username::as_str(it).to_owned()),
            nickname: user.nickname.clone().unwrap_or_default(),
            email: user
                .email
                .as_ref()
                .map_or_else(String::new, |it| EmailAddress::as_str(it).to_owned()),
            email_verified: user.email_verified,
            country,
            phone,
            attributes: ATTRIBUTES.map(|(name, ..)| (name, value(name))).into(),
            version: Some(user.version.to_string()),
        }
    }

    /// As it was submitted.
    pub fn read(form: &Params) -> Self {
        let field = |name: &str| form.field(name).to_owned();
        Self {
            username: field("username"),
            nickname: field("nickname"),
            email: field("email"),
            email_verified: form.is_ticked("email_verified"),
            country: field("country"),
            phone: field("phone"),
            attributes: ATTRIBUTES
                .map(|(name, ..)| (name, field(&format!("attributes.{name}"))))
                .into(),
            version: form.get("version").map(str::to_owned),
        }
    }

    /// What it changes. A new address counts as proven only if the box says so.
    pub fn patch(&self, current: Option<&User>) -> UserPatch {
        let given = |text: &str| {
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let attributes = self
            .attributes
            .iter()
            .filter(|(_, value)| current.is_some() || !value.trim().is_empty())
            .map(|(name, value)| ((*name).to_owned(), given(value)));
        UserPatch {
            username: Some(given(&self.username)),
            nickname: Some(given(&self.nickname)),
            email: Some(given(&self.email)),
            email_verified: Some(self.email_verified),
            phone: Some(given(&self.phone).map(|it| self.with_country(&it))),
            phone_verified: None,
            attributes: Some(AttributesPatch(attributes.collect())),
        }
    }

    /// The number with the chosen code, unless it was typed with one.
    fn with_country(&self, number: &str) -> String {
        if number.starts_with('+') || number.starts_with("00") || number.starts_with('＋') {
            number.to_owned()
        } else {
            format!("+{}{number}", self.country)
        }
    }

    /// The version that was read.
    pub fn version(&self) -> Option<i64> {
        self.version.as_deref().and_then(|it| it.parse().ok())
    }
}

/// The page with the form.
pub async fn page(
    place: &Place,
    user: Option<&User>,
    filled: &Filled,
    problems: Problems,
) -> Answer {
    let frame = place.frame(Section::Users).await?;
    let list = place.to("/users");
    let mut fields = fields(&frame, filled, user.is_none());
    let mut crumbs = vec![Crumb {
        label: frame.t("users").into_owned(),
        href: list.clone(),
    }];
    let (title, button, action, cancel) = match user {
        None => {
            fields.insert(1, password(place, &frame).await?);
            let button = frame.t("user-create");
            (button.clone(), button, format!("{list}/new"), list)
        }
        Some(user) => {
            let home = format!("{list}/{}", user.id);
            crumbs.push(Crumb {
                label: user.nickname.clone().unwrap_or_else(|| user.id.to_string()),
                href: format!("{home}/profile"),
            });
            (
                frame.t("user-edit"),
                frame.t("save"),
                format!("{home}/edit"),
                format!("{home}/profile"),
            )
        }
    };
    let page = FormPage {
        crumbs,
        title: title.into_owned(),
        text: String::new(),
        tabs: Vec::new(),
        action,
        carried: filled
            .version
            .iter()
            .map(|it| ("version".to_owned(), it.clone()))
            .collect(),
        fields,
        button: button.into_owned(),
        cancel,
        problems,
        frame,
    };
    Ok(html(status(&page.problems), &page))
}

fn fields(frame: &ConsoleFrame, filled: &Filled, is_new: bool) -> Vec<FormField> {
    let text = |name: &str, label, value: &str| FormField::text(name, frame.t(label), value);
    let codes = COUNTRIES.map(|it| Choice::new(it, format!("+{it}")));
    let username = text("username", "username-label", &filled.username)
        .at_most(64)
        .hint(frame.t("username-hint"));
    let email = text("email", "email-label", &filled.email).kind(Kind::Email);
    let mut fields = if is_new {
        vec![
            username.required(),
            text("nickname", "nickname-label", &filled.nickname).at_most(64),
            email.required(),
        ]
    } else {
        vec![
            username,
            text("nickname", "nickname-label", &filled.nickname).at_most(64),
            email,
        ]
    };
    fields.push(
        text(
            "email_verified",
            "email-verified-label",
            if filled.email_verified { "1" } else { "" },
        )
        .kind(Kind::Check),
    );
    fields
        .push(text("country", "country-label", &filled.country).kind(Kind::Select(codes.to_vec())));
    fields.push(text("phone", "phone-label", &filled.phone).kind(Kind::Phone));
    for (name, label, is_date) in ATTRIBUTES {
        let value = filled.attributes.get(name).map_or("", String::as_str);
        let field = text(&format!("attributes.{name}"), label, value);
        fields.push(if is_date {
            field.kind(Kind::Date)
        } else {
            field
        });
    }
    fields
}

async fn password(
    place: &Place,
    frame: &ConsoleFrame,
) -> Result<FormField, crate::web::error::Failure> {
    let policy = sources::password_policy(&place.admin.app, &place.pool.id).await?;
    let rules = PasswordRule::for_first(frame, &policy);
    let rules: Vec<String> = rules.into_iter().map(|it| it.text).collect();
    Ok(FormField::text("password", frame.t("password-label"), "")
        .kind(Kind::Password)
        .required()
        .hint(rules.join(" · ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_country_is_put_before_a_number_that_has_none() {
        //
        let filled = |country: &str, phone: &str| {
            let filled = Filled {
                country: country.into(),
                phone: phone.into(),
                ..Filled::default()
            };
            filled.patch(None).phone.flatten()
        };
        assert_eq!(filled("86", "18600000001"), Some("+8618600000001".into()));
        assert_eq!(filled("1", " 4155550100"), Some("+14155550100".into()));
        assert_eq!(filled("86", "+1 4155550100"), Some("+1 4155550100".into()));
        assert_eq!(filled("86", " "), None);
    }

    #[test]
    fn a_user_is_created_in_china_unless_another_country_is_chosen() {
        // +86 is the default
        assert_eq!(Filled::default().country, "86");
    }
}
