//! Starts servers on core 0: the product, and the yardsticks.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use url::Url;

use crate::Error;
use crate::connection::Connection;

/// A management key for this run only.
const KEY: &str = "benchmark-key-benchmark-key-benchmark";

/// A server process that ends with this value.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub port: u16,
}

impl Server {
    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to end, and waits.
    pub fn stop(mut self) -> Result<(), Error> {
        Command::new("kill").arg(self.id().to_string()).status()?;
        self.child.wait()?;
        Ok(())
    }

    /// Starts one of the yardsticks.
    pub async fn yardstick(kind: &str, rest: &[&str]) -> Result<Self, Error> {
        let port = free_port()?;
        let mut command = on_core_0(&std::env::current_exe()?);
        command
            .arg("yardstick")
            .arg(kind)
            .arg(port.to_string())
            .args(rest);
        let server = Self {
            child: command.spawn()?,
            port,
        };
        wait(port, "/").await?;
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The product with its data, and a way to make things in it.
pub struct Product {
    binary: PathBuf,
    home: PathBuf,
    port: u16,
    server: Option<Server>,
}

impl Product {
    /// An empty installation in a directory.
    pub fn new(binary: &str, home: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(home)?;
        Ok(Self {
            binary: binary.into(),
            home: home.into(),
            port: free_port()?,
            server: None,
        })
    }

    /// Starts it; answers how long it took until it was ready.
    pub async fn start(&mut self) -> Result<Duration, Error> {
        let log = std::fs::File::create(self.home.join("server.log"))?;
        let mut command = on_core_0(&self.binary);
        command
            .arg("serve")
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("MOONGATE_LISTEN", format!("127.0.0.1:{}", self.port))
            .env(
                "MOONGATE_PUBLIC_URL",
                format!("http://localhost:{}", self.port),
            )
            .env("MOONGATE_DATA_DIR", self.home.join("data"))
            .env("MOONGATE_LOG", "warn")
            .env("MOONGATE_BOOTSTRAP_KEY", KEY)
            .env("MOONGATE_SECRET_KEY", KEY)
            .env("MOONGATE_TRUSTED_PROXIES", "127.0.0.1/32")
            .env("MOONGATE_BOOTSTRAP_ADMIN_USERNAME", "bench-admin")
            .env("MOONGATE_BOOTSTRAP_ADMIN_PASSWORD", "Quiet-Harbour-27")
            .stdout(Stdio::null())
            .stderr(log);
        if let Ok(database) = std::env::var("MOONGATE_BENCH_DATABASE") {
            command.env("MOONGATE_DATABASE", database);
        }
        let began = Instant::now();
        self.server = Some(Server {
            child: command.spawn()?,
            port: self.port,
        });
        wait(self.port, "/readyz").await.map_err(|error| {
            let said = std::fs::read_to_string(self.home.join("server.log")).unwrap_or_default();
            format!("{error}: {said}")
        })?;
        Ok(began.elapsed())
    }

    /// Ends it.
    pub fn stop(&mut self) -> Result<(), Error> {
        self.server.take().map_or(Ok(()), Server::stop)
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.server.as_ref().expect("started").id()
    }

    /// Where it listens.
    pub fn url(&self) -> Url {
        Url::parse(&format!("http://localhost:{}/", self.port)).expect("an address")
    }

    /// Makes something through the management API.
    pub async fn create(&self, path: &str, body: Value) -> Result<Value, Error> {
        let text = create(&mut Connection::new(self.port), path, &body).await?;
        Ok(serde_json::from_slice(&text)?)
    }

    /// A pool with an application for people and one for machines.
    pub async fn shop(&self) -> Result<Shop, Error> {
        let pool = self.create("/pools", json!({"name": "Bench"})).await?;
        let id = text(&pool, "id")?;
        let path = format!("/pools/{id}/applications");
        let people = json!({
            "name": "People", "type": "web", "enabled": true, "redirect_uris": [CALLBACK],
        });
        let machines = json!({"name": "Machines", "type": "m2m", "enabled": true});
        let (people, machines) = (
            self.create(&path, people).await?,
            self.create(&path, machines).await?,
        );
        Ok(Shop {
            issuer: Url::parse(&text(&pool, "issuer")?)?,
            pool: id,
            people: Credentials::of(&people)?,
            machines: Credentials::of(&machines)?,
        })
    }
}

/// Where people are sent back to; nobody listens there.
pub const CALLBACK: &str = "http://localhost:9/callback";

/// What the workloads work with.
#[derive(Clone)]
pub struct Shop {
    /// The pool's id.
    pub pool: String,
    /// Its issuer.
    pub issuer: Url,
    /// The application for people.
    pub people: Credentials,
    /// The application for machines.
    pub machines: Credentials,
}

impl Shop {
    /// The request target of a path under the issuer.
    pub fn target(&self, path: &str) -> String {
        format!("{}{path}", self.issuer.path())
    }
}

/// How an application proves itself.
#[derive(Clone)]
pub struct Credentials {
    /// Its client id.
    pub id: String,
    /// The header line.
    pub basic: String,
}

impl Credentials {
    fn of(application: &Value) -> Result<Self, Error> {
        use base64::Engine;
        let id = text(application, "id")?;
        let pair = format!("{id}:{}", text(application, "client_secret")?);
        let basic = base64::engine::general_purpose::STANDARD.encode(pair);
        Ok(Self {
            id,
            basic: format!("Authorization: Basic {basic}\r\n"),
        })
    }
}

/// A member of an object that must be a text.
pub fn text(object: &Value, name: &str) -> Result<String, Error> {
    Ok(object[name]
        .as_str()
        .ok_or_else(|| format!("no {name} in {object}"))?
        .to_owned())
}

/// Posts to the management API; answers the body.
pub async fn create(
    connection: &mut Connection,
    path: &str,
    body: &Value,
) -> Result<Vec<u8>, Error> {
    let headers = format!("Authorization: Bearer {KEY}\r\nContent-Type: application/json\r\n");
    let target = format!("/api/v1{path}");
    let answer = connection
        .send("POST", &target, &headers, body.to_string().as_bytes())
        .await?;
    if answer.status != 201 {
        return Err(format!(
            "POST {target} answered {}: {}",
            answer.status,
            answer.text()
        )
        .into());
    }
    Ok(answer.body)
}

/// Reads from the management API; answers the body.
pub async fn read(connection: &mut Connection, path: &str) -> Result<Vec<u8>, Error> {
    let headers = format!("Authorization: Bearer {KEY}\r\n");
    let answer = connection
        .send("GET", &format!("/api/v1{path}"), &headers, b"")
        .await?;
    if answer.status != 200 {
        return Err(format!("GET {path} answered {}: {}", answer.status, answer.text()).into());
    }
    Ok(answer.body)
}

fn on_core_0(program: &Path) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", "0"]).arg(program);
    command
}

fn free_port() -> Result<u16, Error> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?
        .local_addr()?
        .port())
}

/// Waits until a path is answered with 200.
async fn wait(port: u16, path: &str) -> Result<(), Error> {
    let deadline = Instant::now() + Duration::from_secs(120);
    while Instant::now() < deadline {
        if let Ok(answer) = Connection::new(port).send("GET", path, "", b"").await
            && answer.status == 200
        {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Err(format!("nobody was ready on port {port}").into())
}
