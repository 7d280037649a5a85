//! Somebody with an account.

use moongate_domain::secret::Secret;
use moongate_domain::user::{NewUser, User};
use moongate_service::{Actor, Trace, users};
use serde_json::json;

use super::{Page, TestApp, Visitor};

/// A user of the tests' pool and what they know.
pub struct Person {
    /// The account as it was made.
    pub user: User,
    /// What they sign in with.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their password.
    pub password: String,
}

impl Person {
    pub(super) async fn create(app: &TestApp, name: &str) -> Self {
        let email = format!("{name}@example.com");
        let password = "Seven-Owls-27".to_owned();
        let members = json!({ "username": name, "email": email, "email_verified": true });
        let new = NewUser {
            members: serde_json::from_value(members).unwrap(),
        };
        let secret = Some(Secret::new(password.as_str()));
        let (actor, trace) = (Actor::System, Trace::default());
        let user = users::create(&app.app, &actor, &app.pool, new, secret, &trace);
        Self {
            user: user.await.unwrap(),
            name: name.to_owned(),
            email,
            password,
        }
    }

    /// Signs in to the account centre in this browser.
    pub async fn sign_in(&self, visitor: &mut Visitor) -> Page {
        let page = visitor.open("/p/shop/login").await;
        visitor.sign_in(&page, &self.name, &self.password).await
    }
}
