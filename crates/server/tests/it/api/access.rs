//! Who may call what: every route of the description with every kind of caller (security checklist A1, T35).

use axum::body::Body;
use moongate_server::web::api::openapi;
use serde_json::{Value, json};

use crate::support::{Answer, Script, TestApp};

/// A route of the description.
struct Route {
    method: String,
    path: String,
}

fn routes() -> Vec<Route> {
    let api: Value = serde_json::from_str(openapi::text()).unwrap();
    let mut found = Vec::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            found.push(Route {
                method: method.to_uppercase(),
                path: path.clone(),
            });
        }
    }
    assert!(found.len() > 40, "{}", found.len());
    found
}

/// The ids of one object of each kind.
struct Ids {
    pool: String,
    user: String,
    application: String,
    secret: String,
    source: String,
    event: String,
    key: String,
}

async fn ids(script: &Script, pool: &str) -> Ids {
    let list = async |path: &str| {
        let found = script.get(&format!("/pools/{pool}{path}")).await.json();
        found["items"][0]["id"].as_str().unwrap().to_owned()
    };
    let user = json!({ "username": "ada", "email": "ada@example.com" });
    let user = script
        .post(&format!("/pools/{pool}/users"), user)
        .await
        .id();
    let shop = json!({ "name": "Shop", "type": "web" });
    let made = script
        .post(&format!("/pools/{pool}/applications"), shop)
        .await;
    let application = made.id();
    let keys = script.get("/management-keys").await.json();
    Ids {
        secret: list(&format!("/applications/{application}/secrets")).await,
        pool: pool.to_owned(),
        user,
        application,
        source: list("/sources").await,
        event: list("/audit-events").await,
        key: keys["items"][0]["id"].as_str().unwrap().to_owned(),
    }
}

impl Route {
    /// The address, with a pool and the objects of one.
    fn at(&self, pool: &str, ids: &Ids) -> String {
        let kinds = [
            ("/users/{id}", &ids.user),
            ("/applications/{id}", &ids.application),
            ("/sources/{id}", &ids.source),
            ("/audit-events/{id}", &ids.event),
            ("/management-keys/{id}", &ids.key),
        ];
        let mut path = self
            .path
            .replace("{pool}", pool)
            .replace("{secret}", &ids.secret);
        for (kind, id) in kinds {
            path = path.replace(kind, &kind.replace("{id}", id));
        }
        assert!(
            !path.contains('{'),
            "{path} names an object that this test does not know"
        );
        path
    }

    /// Calls it with a body that it takes.
    async fn call(&self, script: &Script, path: &str, ids: &Ids) -> Answer {
        if self.path.ends_with("/logo") {
            let kind = [("content-type", "image/png")];
            return script.send(&self.method, path, &kind, "no picture").await;
        }
        if matches!(self.method.as_str(), "GET" | "DELETE") {
            return script.send(&self.method, path, &[], Body::empty()).await;
        }
        let user = json!({ "username": "bob", "email": "bob@example.com" });
        let body = match (self.method.as_str(), self.path.as_str()) {
            ("POST", "/pools") => json!({ "name": "Another" }),
            ("POST", "/management-keys") => json!({ "name": "k", "access": ["users:read"] }),
            ("POST", "/pools/{pool}/users") => user,
            ("POST", "/pools/{pool}/users/batch") => json!({ "users": [user] }),
            ("POST", "/pools/{pool}/users/batch-delete") => json!({ "ids": [ids.user] }),
            ("POST", "/pools/{pool}/applications") => json!({ "name": "A", "type": "web" }),
            ("POST", "/pools/{pool}/applications/batch-delete") => {
                json!({ "ids": [ids.application] })
            }
            _ => json!({}),
        };
        script.json(&self.method, path, body).await
    }
}

async fn audit(script: &Script, pool: &str) -> Value {
    let path = format!("/pools/{pool}/audit-events?limit=100");
    script.get(&path).await.json()
}

#[tokio::test]
async fn strangers_and_unknown_keys_get_nothing_on_any_route() {
    // A1
    let app = TestApp::start().await;
    let ids = ids(&app.script(), &app.pool.id.to_string()).await;
    for script in [
        app.stranger(),
        app.script_with("mgk_nobody"),
        app.script_with("a.b.c"),
    ] {
        for route in routes() {
            let path = route.at(&ids.pool, &ids);
            let answer = route.call(&script, &path, &ids).await;
            let said = (answer.status, answer.header("www-authenticate"));
            assert_eq!(said, (401, "Bearer"), "{} {path}", route.method);
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
    }
}

#[tokio::test]
async fn the_key_of_one_pool_does_not_find_another_on_any_route() {
    // A1, T35
    let app = TestApp::start().await;
    let (owner, other) = (app.script(), app.another_pool("Other").await);
    let ids = ids(&owner, app.pool.id.as_str()).await;
    let script = app.script_that_may(&["*"], Some(other.id.as_str())).await;
    let before = audit(&owner, &ids.pool).await;
    for route in routes() {
        for pool in [app.pool.id.as_str(), app.pool.slug.as_str()] {
            let path = route.at(pool, &ids);
            let answer = route.call(&script, &path, &ids).await;
            let expected = match (route.method.as_str(), route.path.as_str()) {
                ("GET", "/pools") => 200,
                (_, path) if path.contains("{pool}") => 404,
                _ => 403,
            };
            assert_eq!(answer.status, expected, "{} {path}", route.method);
        }
    }
    let pools = script.get("/pools").await.json();
    assert_eq!(pools["items"].as_array().unwrap().len(), 1);
    assert_eq!(pools["items"][0]["slug"], "other");
    assert_eq!(audit(&owner, &ids.pool).await, before);
}

#[tokio::test]
async fn an_object_of_another_pool_is_not_found_on_any_route() {
    // T35
    let app = TestApp::start().await;
    let (owner, other) = (app.script(), app.another_pool("Other").await);
    let ids = ids(&owner, other.id.as_str()).await;
    let before = audit(&owner, other.id.as_str()).await;
    for route in routes() {
        let names_an_object = route.path.contains("{id}") || route.path.ends_with("batch-delete");
        if !route.path.contains("{pool}") || !names_an_object {
            continue;
        }
        let path = route.at(app.pool.id.as_str(), &ids);
        let answer = route.call(&owner, &path, &ids).await;
        // A picture is judged before its object is looked for.
        let expected = if path.ends_with("/logo") { 422 } else { 404 };
        assert_eq!(
            answer.status, expected,
            "{} {path} {}",
            route.method, answer.text
        );
    }
    assert_eq!(audit(&owner, other.id.as_str()).await, before);
}

#[tokio::test]
async fn a_key_that_only_reads_changes_nothing_on_any_route() {
    // A1
    let app = TestApp::start().await;
    let owner = app.script();
    let ids = ids(&owner, app.pool.id.as_str()).await;
    let reads: Vec<String> = [
        "pools",
        "users",
        "applications",
        "sources",
        "audit_events",
        "outbox",
        "signing_keys",
        "administration",
    ]
    .map(|it| format!("{it}:read"))
    .to_vec();
    let reads: Vec<&str> = reads.iter().map(String::as_str).collect();
    let (reader, nobody) = (
        app.script_that_may(&reads, None).await,
        app.script_that_may(&["outbox:read"], None).await,
    );
    let before = audit(&owner, &ids.pool).await;
    for route in routes() {
        let path = route.at(&ids.pool, &ids);
        let answer = route.call(&reader, &path, &ids).await;
        let expected = if route.method == "GET" { 200 } else { 403 };
        assert_eq!(answer.status, expected, "{} {path}", route.method);
        if !route.path.ends_with("/outbox") {
            let answer = route.call(&nobody, &path, &ids).await;
            assert_eq!(answer.status, 403, "{} {path}", route.method);
        }
    }
    // whole values need the right to change them.
    let path = format!("/pools/{}/users/{}?reveal=true", ids.pool, ids.user);
    assert_eq!(reader.get(&path).await.status, 403);
    assert_eq!(audit(&owner, &ids.pool).await, before);
}

#[tokio::test]
async fn the_pool_of_administrators_is_open_to_those_only_who_may_change_them() {
    // A3, T36
    let app = TestApp::start().await;
    let writer = app
        .script_that_may(
            &[
                "users:write",
                "sources:write",
                "applications:write",
                "pools:write",
            ],
            None,
        )
        .await;
    for path in ["/users", "/sources", "/applications"] {
        let path = format!("/pools/console{path}");
        assert_eq!(writer.get(&path).await.status, 403, "{path}");
        assert_eq!(app.script().get(&path).await.status, 200, "{path}");
    }
    let user = json!({ "username": "eve", "email": "eve@example.com" });
    assert_eq!(writer.post("/pools/console/users", user).await.status, 403);
    let name = json!({ "name": "Mine" });
    assert_eq!(writer.patch("/pools/console", name).await.status, 403);
}
