//! Settings: the little that must be known before the database opens. Everything a person may change later lives in
//! the database.
//!
//! Reading them gives a typed [`Config`] or every mistake at once. It changes nothing on disk; folders and keys that
//! are made at first start are the work of `commands`.

mod database;
mod keys;
mod mistakes;
mod proxies;
mod public_url;
mod secrets;
mod sources;
mod tls;

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use tracing_subscriber::EnvFilter;

pub use database::Database;
pub use keys::{KEYS, Key};
pub use mistakes::{Complaint, Mistake, Mistakes};
pub use proxies::TrustedProxies;
pub use public_url::{PublicUrl, is_loopback_host};
pub use secrets::{Bootstrap, SecretKey, read_file as read_secret_file};
pub use sources::{Given, Origin};
pub use tls::TlsFiles;

use sources::Sources;

/// All settings, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// Where people reach it.
    pub public_url: PublicUrl,
    /// Where it keeps its own files.
    pub data_dir: PathBuf,
    /// Where it keeps its data.
    pub database: Database,
    /// What seals secrets at rest.
    pub secret_key: SecretKey,
    /// Proxies whose forwarded headers are believed.
    pub trusted_proxies: TrustedProxies,
    /// Certificate and key, if the product ends TLS itself.
    pub tls: Option<TlsFiles>,
    /// What is logged, in the words of `tracing_subscriber::EnvFilter`.
    pub log: String,
    /// Where counters can be read.
    pub metrics_listen: Option<SocketAddr>,
    /// What is made once, while there is no administrator.
    pub bootstrap: Bootstrap,
    /// Checks from outside may move the clock; only `serve --test-hooks` says so.
    pub test_hooks: bool,
    /// Environment variables that look like ours and mean nothing.
    pub strangers: Vec<String>,
}

impl Config {
    /// Reads every setting from the command line, the environment and the file that either names.
    pub fn load(
        flags: BTreeMap<&'static str, String>,
        environment: impl IntoIterator<Item = (String, String)>,
        file: Option<PathBuf>,
    ) -> Result<Self, Mistakes> {
        let mut mistakes = Vec::new();
        let sources = Sources::new(flags, environment, file.as_deref(), &mut mistakes);
        let mut reader = Reader { sources, mistakes };
        let config = Self::read(&mut reader);
        match config {
            Some(config) if reader.mistakes.is_empty() => Ok(config),
            _ => Err(Mistakes(reader.mistakes)),
        }
    }

    fn read(reader: &mut Reader) -> Option<Self> {
        let listen = reader.parse("listen", parse_listen, || Ok(default_listen()));
        let public_url = reader.parse("public_url", PublicUrl::parse, || {
            // With only `listen` said, links must lead to that port.
            let port = listen.map_or(8080, |it| it.port());
            PublicUrl::parse(&format!(
                "http://localhost:{}",
                if port == 0 { 8080 } else { port }
            ))
        });
        let data_dir = reader
            .find("data_dir")
            .map_or_else(|| PathBuf::from("./data"), |it| it.text.into());
        let database = reader.parse("database", Database::parse, || {
            Ok(Database::default_in(&data_dir))
        });
        let secret_key = SecretKey::read(reader, database.as_ref(), &data_dir);
        let trusted_proxies = reader.parse("trusted_proxies", TrustedProxies::parse, || {
            Ok(TrustedProxies::default())
        });
        let tls = TlsFiles::read(reader);
        let log = reader.parse("log", parse_log, || Ok("info".to_owned()));
        let metrics_listen = reader.parse(
            "metrics_listen",
            |text| parse_listen(text).map(Some),
            || Ok(None),
        );
        let bootstrap = Bootstrap::read(reader);
        Some(Self {
            listen: listen?,
            public_url: public_url?,
            data_dir,
            database: database?,
            secret_key: secret_key?,
            trusted_proxies: trusted_proxies?,
            tls,
            log: log?,
            metrics_listen: metrics_listen?,
            bootstrap,
            test_hooks: false,
            strangers: reader.sources.strangers(),
        })
    }
}

/// Reads setting after setting and gathers what is wrong with them.
struct Reader {
    sources: Sources,
    mistakes: Vec<Mistake>,
}

impl Reader {
    fn find(&mut self, key: &'static str) -> Option<Given> {
        self.sources.find(key, &mut self.mistakes)
    }

    fn complain(&mut self, key: &str, origin: Option<Origin>, complaint: Complaint) {
        self.mistakes.push(Mistake {
            key: key.to_owned(),
            origin,
            complaint,
        });
    }

    fn parse<T>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, Complaint>,
        default: impl FnOnce() -> Result<T, Complaint>,
    ) -> Option<T> {
        let (result, origin) = match self.find(key) {
            Some(given) => (parse(&given.text), Some(given.origin)),
            None => (default(), None),
        };
        result
            .map_err(|complaint| self.complain(key, origin, complaint))
            .ok()
    }
}

fn default_listen() -> SocketAddr {
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080)
}

fn parse_listen(text: &str) -> Result<SocketAddr, Complaint> {
    let numeric = match text.strip_prefix("localhost:") {
        Some(port) => format!("127.0.0.1:{port}"),
        None => text.to_owned(),
    };
    numeric.parse().map_err(|_| {
        Complaint::new(
            "must be an address and a port.",
            "Write it like 127.0.0.1:8080, 0.0.0.0:8080 or [::]:8080.",
        )
    })
}

fn parse_log(text: &str) -> Result<String, Complaint> {
    EnvFilter::try_new(text)
        .map(|_| text.to_owned())
        .map_err(|_| {
            Complaint::new(
                "is no log filter.",
                "Write error, warn, info, debug or trace, or like info,moongate_server=debug.",
            )
        })
}

#[cfg(test)]
mod tests {
    use moongate_domain::Secret;

    use super::*;

    const KEY: &str = "q83vEjRWeJq83vEjRWeJq83vEjRWeJq83vEjRWeJq8w";

    fn load(settings: &[(&str, &str)]) -> Result<Config, Mistakes> {
        let environment = settings.iter().map(|(key, value)| {
            (
                format!("MOONGATE_{}", key.to_uppercase()),
                (*value).to_owned(),
            )
        });
        Config::load(BTreeMap::new(), environment, None)
    }

    fn wrong_keys(settings: &[(&str, &str)]) -> Vec<String> {
        let mistakes = load(settings).unwrap_err();
        mistakes.0.into_iter().map(|it| it.key).collect()
    }

    #[test]
    fn without_a_word_the_server_is_on_this_machine_with_sqlite() {
        let config = load(&[]).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.public_url.as_str(), "http://localhost:8080");
        assert_eq!(config.database.to_string(), "sqlite:./data/moongate.db");
        assert_eq!(
            config.secret_key,
            SecretKey::Kept("./data/secret.key".into())
        );
    }

    #[test]
    fn links_follow_the_port_when_only_that_is_said() {
        let config = load(&[("listen", "127.0.0.1:9000")]).unwrap();
        assert_eq!(config.public_url.as_str(), "http://localhost:9000");
    }

    #[test]
    fn all_mistakes_are_told_at_once_each_with_its_key() {
        let wrong = wrong_keys(&[
            ("listen", "here"),
            ("public_url", "http://id.example.com"),
            ("database", "mysql://x"),
            ("trusted_proxies", "proxy"),
            ("tls_cert_file", "/cert.pem"),
            ("log", "info,=="),
            ("bootstrap_admin_username", "root"),
            ("bootstrap_key", "short"),
            ("secret_key", "short"),
        ]);
        assert_eq!(
            wrong,
            [
                "listen",
                "public_url",
                "database",
                "secret_key",
                "trusted_proxies",
                "tls_key_file",
                "log",
                "bootstrap_admin_password",
                "bootstrap_key",
            ]
        );
    }

    #[test]
    fn postgres_needs_a_key_from_outside() {
        let database = ("database", "postgres://u:p@h/d");
        assert_eq!(wrong_keys(&[database]), ["secret_key"]);
        assert!(load(&[database, ("secret_key", KEY)]).is_ok());
    }

    #[test]
    fn a_secret_may_stand_in_a_file_but_not_in_both_places() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("key");
        std::fs::write(&file, format!("{KEY}\n")).unwrap();
        let file = file.to_str().unwrap();
        let config = load(&[("secret_key_file", file)]).unwrap();
        let expected = Secret::new(KEY);
        assert_eq!(config.secret_key, SecretKey::Given(expected));

        let both = [("secret_key_file", file), ("secret_key", "x")];
        assert!(wrong_keys(&both).contains(&"secret_key".to_owned()));
    }

    #[test]
    fn a_mistake_never_repeats_a_secret() {
        let mistakes = load(&[
            ("secret_key", "canary-1"),
            ("bootstrap_key", "canary-2"),
            ("database", "postgres://canary-3:canary-4@"),
        ])
        .unwrap_err();
        assert!(!mistakes.to_string().contains("canary"));
    }

    #[test]
    fn an_unknown_key_in_the_file_is_a_mistake_with_a_hint() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("moongate.toml");
        std::fs::write(&file, "public-url = 'https://id.example.com'\nlisten = 7\n").unwrap();
        let mistakes = Config::load(BTreeMap::new(), [], Some(file)).unwrap_err();
        let told = mistakes.to_string();
        assert!(told.contains("Did you mean public_url?"), "{told}");
        assert!(told.contains("listen"), "{told}");
    }
}
