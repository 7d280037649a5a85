use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::path::Path;

use http_body_util::BodyExt;
use moongate_domain::{Secret, Timestamp};
use moongate_service::clock::Clock;
use moongate_service::sealing::Keyring;
use moongate_service::{database, setup};
use serde_json::{Value, json};

use super::*;
use crate::commands::assemble;
use crate::config::Config;
use crate::web::metrics::Metrics;
use crate::web::setup_gate::SetupGate;

struct Running {
    shell: Shell,
    web: Web,
}

/// A server on an empty database, with or without a first administrator and test hooks.
async fn start(dir: &Path, administrator: bool, test_hooks: bool) -> Running {
    let flags = BTreeMap::from([("data_dir", dir.display().to_string())]);
    let mut config = Config::load(flags, [], None).unwrap();
    config.test_hooks = test_hooks;
    let clock = Clock::fixed(Timestamp(1_790_000_000_000));
    let keyring = Keyring::parse(&Keyring::generate()).unwrap();
    let store = database::open(&config.database.url(), &clock)
        .unwrap()
        .store;
    let app = assemble(&config, store, clock.clone(), keyring);
    let given = administrator.then(|| ("root".to_owned(), Secret::new("Quiet-Harbour-27")));
    let bootstrap = setup::Bootstrap {
        administrator: given,
        key: None,
    };
    let ready = setup::start(&app, bootstrap).await.unwrap();
    let config = Arc::new(config);
    let shell = Shell::new(Frame {
        config: Arc::clone(&config),
        clock,
        metrics: Arc::new(Metrics::new(Timestamp(0))),
    });
    let web = Web {
        app,
        config,
        gate: Arc::new(SetupGate::new(matches!(ready, setup::Ready::SetUp(_)))),
    };
    shell.open(web.clone());
    Running { shell, web }
}

impl Running {
    async fn ask(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost")
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        let answer = self.shell.answer(Ipv4Addr::LOCALHOST.into(), request).await;
        let status = answer.status().as_u16();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    async fn code(&self, path: &str) -> (u16, String) {
        let (status, json) = self.ask("GET", path, Value::Null).await;
        (status, json["code"].as_str().unwrap_or_default().to_owned())
    }
}

#[tokio::test]
async fn before_there_is_an_administrator_strangers_are_served_nothing_but_the_set_up() {
    // D1
    let dir = tempfile::tempdir().unwrap();
    let server = start(dir.path(), false, false).await;
    let held = (503, "server.not_set_up".to_owned());
    for path in ["/", "/p/console/login", "/api/v1/pools"] {
        assert_eq!(server.code(path).await, held, "{path}");
    }
    assert_eq!(server.ask("GET", "/readyz", Value::Null).await.0, 200);
    let sheet = crate::web::assets::asset_url("hosted.css");
    assert_eq!(server.ask("GET", sheet, Value::Null).await.0, 200);

    let password = Secret::new("Quiet-Harbour-27");
    setup::create_owner_by_command(&server.web.app, "root".to_owned(), password)
        .await
        .unwrap();
    assert_eq!(server.code("/nothing").await.0, 404);
}

#[tokio::test]
async fn the_clock_can_be_moved_only_where_that_was_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let server = start(dir.path(), true, false).await;
    let hour = json!({ "advance_seconds": 3600 });
    assert_eq!(server.ask("POST", "/test/clock", hour.clone()).await.0, 404);
    assert_eq!(server.ask("GET", "/test/outbox", Value::Null).await.0, 404);

    let dir = tempfile::tempdir().unwrap();
    let server = start(dir.path(), true, true).await;
    let (status, answer) = server.ask("POST", "/test/clock", hour).await;
    assert_eq!(
        (status, &answer["now"]),
        (200, &json!("2026-09-21T15:13:20.000Z"))
    );
    assert_eq!(server.web.app.now(), Timestamp(1_790_003_600_000));
    let (status, answer) = server.ask("GET", "/test/outbox", Value::Null).await;
    assert_eq!((status, answer), (200, json!({ "items": [] })));
    // D7
    let (_, ready) = server.ask("GET", "/readyz", Value::Null).await;
    assert_eq!(ready, json!({ "status": "ready", "test_hooks": true }));
}

#[tokio::test]
async fn a_server_that_stops_or_lost_its_database_asks_for_nobody_more() {
    let dir = tempfile::tempdir().unwrap();
    let server = start(dir.path(), true, false).await;
    server.web.app.close();
    let lost = (503, json!({ "status": "no database" }));
    assert_eq!(server.ask("GET", "/readyz", Value::Null).await, lost);
    assert_eq!(server.ask("GET", "/livez", Value::Null).await.0, 200);

    server.shell.drain();
    let draining = (503, json!({ "status": "draining" }));
    assert_eq!(server.ask("GET", "/readyz", Value::Null).await, draining);
}
