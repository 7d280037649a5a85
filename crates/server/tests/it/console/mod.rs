//! The console as administrators meet it.

mod applications;
mod experience;
mod log;
mod pools;
mod rights;
mod sign_in;
mod users;

use moongate_domain::administrator::{Administrator, Role};
use moongate_domain::secret::Secret;
use moongate_domain::user::NewUser;
use moongate_service::{Actor, Error, Trace, users as of_pools};
use serde_json::json;

use crate::support::{ADMIN, Page, TestApp, Visitor};

/// An administrator with a browser that is signed in to the console.
pub struct Admin {
    pub browser: Visitor,
    csrf: String,
}

impl Admin {
    /// The first administrator, an owner.
    pub async fn enter(app: &TestApp) -> Self {
        Self::enter_as(app, ADMIN).await
    }

    /// Somebody with another role.
    pub async fn with_role(app: &TestApp, name: &str, role: Role) -> Self {
        let password = "Quiet-Harbour-28";
        let pool = app.app.console_pool().await.unwrap();
        let members = json!({ "username": name, "email": format!("{name}@example.com") });
        let new = NewUser {
            members: serde_json::from_value(members).unwrap(),
        };
        let secret = Some(Secret::new(password));
        let (actor, trace) = (Actor::System, Trace::default());
        let user = of_pools::create(&app.app, &actor, &pool, new, secret, &trace).await;
        let administrator = Administrator {
            user_id: user.unwrap().id,
            role,
            default_pool_id: None,
        };
        let now = app.app.now();
        let changed = app
            .app
            .store
            .write(move |tx| Ok::<_, Error>(tx.insert_administrator(&administrator, now)?));
        changed.await.unwrap();
        Self::enter_as(app, (name, password)).await
    }

    async fn enter_as(app: &TestApp, (name, password): (&str, &str)) -> Self {
        let mut browser = app.visitor();
        let page = browser.open("/console/pools").await;
        let page = browser.sign_in(&page, name, password).await;
        assert_eq!((page.status, page.place()), (200, "/console/pools"));
        Self {
            csrf: page.csrf(),
            browser,
        }
    }

    /// Opens a page of the console.
    pub async fn open(&mut self, path: &str) -> Page {
        self.browser.open(path).await
    }

    /// Posts a form of the console, and follows where it leads.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut all = vec![("csrf_token", self.csrf.as_str())];
        all.extend_from_slice(fields);
        let answer = self.browser.post(path, &all).await;
        self.browser.follow(answer).await
    }

    /// Posts a form with a file.
    pub async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Page {
        let mut all = vec![("csrf_token", self.csrf.as_str())];
        all.extend_from_slice(fields);
        let answer = self.browser.upload(path, &all, file).await;
        self.browser.follow(answer).await
    }
}
