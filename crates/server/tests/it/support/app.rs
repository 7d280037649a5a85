//! The product, started in the test's own process, with one pool that is set up for people.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use moongate_domain::Timestamp;
use moongate_domain::application::{
    Application, ApplicationPatch, ApplicationType, NewApplication,
};
use moongate_domain::event::EventType;
use moongate_domain::pool::{NewPool, Pool, PoolPatch};
use moongate_domain::secret::Secret;
use moongate_domain::source::{Source, SourcePolicy};
use moongate_server::config::Config;
use moongate_server::i18n;
use moongate_server::listener::Speaker;
use moongate_server::web::Web;
use moongate_server::web::frame::Frame;
use moongate_server::web::metrics::Metrics;
use moongate_server::web::setup_gate::SetupGate;
use moongate_server::web::shell::Shell;
use moongate_service::clock::Clock;
use moongate_service::passwords::{HashSettings, Passwords};
use moongate_service::sealing::Keyring;
use moongate_service::setup::{self, Bootstrap};
use moongate_service::{
    Actor, App, Error, Settings, Trace, applications, audit, messages, pools, sources,
};
use serde_json::{Value, json};

use moongate_service::audit::EventFilter;

use super::database::{self, Place};
use super::{Client, Person, Visitor};

/// A management key that may do everything.
pub const KEY: &str = "mgk_of-the-tests-0123456789abcdefghijklmn";
/// The first administrator.
pub const ADMIN: (&str, &str) = ("root", "Quiet-Harbour-27");

/// The product. Clones are the same.
#[derive(Clone)]
pub struct TestApp {
    /// The use cases, for what a test only prepares.
    pub app: App,
    /// The pool of the tests, `shop`.
    pub pool: Arc<Pool>,
    shell: Shell,
    _place: Arc<Place>,
}

impl TestApp {
    /// A product with an administrator, a management key and a pool.
    pub async fn start() -> Self {
        let clock = Clock::fixed(Timestamp(1_790_000_000_000));
        let (store, place) = database::open(&clock);
        let keyring = Keyring::parse(&Keyring::generate()).unwrap();
        // Weak on purpose: tests hash often, and prove nothing about strength.
        let hashing = HashSettings {
            memory_kib: 64,
            passes: 1,
            ..HashSettings::default()
        };
        let app = App::new(Settings {
            store,
            clock: clock.clone(),
            passwords: Passwords::start(&hashing, keyring.clone()),
            keyring,
            public_url: "http://localhost:8080".to_owned(),
            texts: i18n::message,
        });
        let bootstrap = Bootstrap {
            administrator: Some((ADMIN.0.to_owned(), Secret::new(ADMIN.1))),
            key: Some(Secret::new(KEY)),
        };
        setup::start(&app, bootstrap).await.unwrap();
        let config = Arc::new(Config::load(Default::default(), [], None).unwrap());
        let shell = Shell::new(Frame {
            config: Arc::clone(&config),
            clock,
            metrics: Arc::new(Metrics::new(Timestamp(0))),
        });
        shell.open(Web {
            app: app.clone(),
            config,
            gate: Arc::new(SetupGate::new(false)),
        });
        let pool = make_pool(&app, "Shop").await;
        Self {
            app,
            pool,
            shell,
            _place: Arc::new(place),
        }
    }

    /// Another pool.
    pub async fn another_pool(&self, name: &str) -> Arc<Pool> {
        make_pool(&self.app, name).await
    }

    /// Answers one request from an address.
    pub async fn answer(&self, from: IpAddr, request: Request<Body>) -> Response {
        self.shell.answer(from, request).await
    }

    /// Moves the clock.
    pub fn wait(&self, seconds: i64) {
        self.app.clock.advance(seconds);
    }

    /// Somebody with an empty browser.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.clone())
    }

    /// Somebody with an account: user name, verified address `{name}@example.com` and a password.
    pub async fn person(&self, name: &str) -> Person {
        Person::create(self, name).await
    }

    /// A public web application with PKCE, ours.
    pub async fn client(&self) -> Client {
        self.client_with(json!({ "first_party": true })).await
    }

    /// An application with other settings.
    pub async fn client_with(&self, settings: Value) -> Client {
        let mut all = json!({
            "enabled": true,
            "token_endpoint_auth_method": "none",
            "redirect_uris": [Client::REDIRECT],
            "post_logout_redirect_uris": [Client::AFTER],
        });
        for (name, value) in settings.as_object().unwrap() {
            all[name] = value.clone();
        }
        let settings: ApplicationPatch = serde_json::from_value(all).unwrap();
        let new = NewApplication {
            name: "Moon Shop".to_owned(),
            application_type: ApplicationType::Web,
            settings,
        };
        let (actor, trace) = (Actor::System, Trace::default());
        let made = applications::create(&self.app, &actor, &self.pool.id, new, None, &trace);
        Client::new(self.clone(), made.await.unwrap().application)
    }

    /// Changes an application.
    pub async fn change_client(&self, client: &Client, patch: Value) -> Application {
        let id = (&self.pool.id, &client.application.id);
        let patch: ApplicationPatch = serde_json::from_value(patch).unwrap();
        let (actor, trace) = (Actor::System, Trace::default());
        applications::update(&self.app, &actor, id, patch, None, None, &trace)
            .await
            .unwrap()
    }

    /// Changes the rules about passwords of the pool, as JSON merge patch.
    pub async fn password_rules(&self, patch: Value) {
        let all = sources::list(&self.app, &Actor::System, &self.pool.id);
        let is_password = |it: &Source| matches!(it.policy, SourcePolicy::Password(_));
        let mut source = all.await.unwrap().into_iter().find(is_password).unwrap();
        let SourcePolicy::Password(policy) = &mut source.policy else {
            unreachable!()
        };
        let mut rules = serde_json::to_value(&policy.password).unwrap();
        for (name, value) in patch.as_object().unwrap() {
            rules[name] = value.clone();
        }
        policy.password = serde_json::from_value(rules).unwrap();
        let (read, pool) = (source.version, self.pool.id.clone());
        source.version += 1;
        let written = self
            .app
            .store
            .write(move |tx| Ok::<_, Error>(tx.pool(&pool).update_source(&source, read)?));
        assert!(written.await.unwrap());
    }

    /// One detail of the newest event of a kind.
    pub async fn event_detail(&self, kind: EventType, name: &str) -> Option<String> {
        let filter = EventFilter {
            event_type: Some(kind),
            ..EventFilter::default()
        };
        let found = audit::list(&self.app, &Actor::System, &self.pool.id, filter, None, 1);
        let event = found.await.unwrap().into_iter().next();
        event.expect("no such event").details.remove(name)
    }

    /// What was sent to an address, the newest first, as subject and text.
    pub async fn outbox(&self, to: &str) -> Vec<(String, String)> {
        while messages::send_due(&self.app).await.unwrap() > 0 {}
        let to = Some(to.to_owned());
        let found = messages::outbox(&self.app, &Actor::System, &self.pool.id, to, None, 100);
        let found = found.await.unwrap().into_iter();
        found.map(|it| (it.body.subject, it.body.text)).collect()
    }

    /// The newest code that was sent to an address.
    pub async fn outbox_code(&self, to: &str) -> String {
        let sent = self.outbox(to).await;
        let text = &sent.first().expect("no message was sent").1;
        let is_code = |it: &&str| it.len() == 6 && it.bytes().all(|it| it.is_ascii_digit());
        text.split_whitespace()
            .find(is_code)
            .expect("no code in the message")
            .to_owned()
    }
}

async fn make_pool(app: &App, name: &str) -> Arc<Pool> {
    let new = NewPool {
        name: name.to_owned(),
        slug: Some(name.to_lowercase()),
        settings: PoolPatch::default(),
    };
    let (actor, trace) = (Actor::System, Trace::default());
    let made = pools::create(app, &actor, new, None, &trace);
    app.pool_by_slug(&made.await.unwrap().slug).await.unwrap()
}
