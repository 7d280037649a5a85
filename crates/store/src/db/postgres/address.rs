//! Reads the address of a PostgreSQL server.

use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::tls::{self, Trust};
use crate::db::error::OpenError;

/// How long a server may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(3);
/// How long a silent connection is believed in.
const SILENCE: Duration = Duration::from_secs(30);

/// Where the server is, and how it is spoken to.
pub(super) struct Address {
    pub(super) config: Config,
    pub(super) tls: MakeRustlsConnect,
    /// Host and port, for messages.
    pub(super) host: String,
}

impl Address {
    /// Reads `postgres://user:password@host:port/database?sslmode=…&sslrootcert=…&options=…`.
    ///
    /// `sslmode` means what it means to PostgreSQL's own programs: `disable`, `prefer` (also when nothing is said)
    /// and `require` encrypt without asking who answers, unless `sslrootcert` names a file of trusted certificates;
    /// `verify-ca` and `verify-full` need that file.
    pub(super) fn parse(url: &str) -> Result<Self, OpenError> {
        let (rest, query) = url.split_once('?').unwrap_or((url, ""));
        let (mut mode, mut roots, mut others) = (String::from("prefer"), None, Vec::new());
        for pair in query.split('&').filter(|it| !it.is_empty()) {
            let (name, value) = url::form_urlencoded::parse(pair.as_bytes())
                .next()
                .unwrap_or_default();
            match &*name {
                "sslmode" => mode = value.into_owned(),
                "sslrootcert" => roots = Some(value.into_owned()),
                _ => others.push(pair),
            }
        }
        let mut config: Config = match others.is_empty() {
            true => rest.parse(),
            false => format!("{rest}?{}", others.join("&")).parse(),
        }
        .map_err(|_| OpenError::Address {
            what: "write postgres://user:password@host:port/database",
        })?;
        if config.get_hosts().is_empty() || config.get_user().is_none() {
            return Err(OpenError::Address {
                what: "write postgres://user:password@host:port/database",
            });
        }

        let (encrypt, trust) = match (&*mode, roots) {
            ("disable", _) => (SslMode::Disable, Trust::Anyone),
            ("prefer", _) => (SslMode::Prefer, Trust::Anyone),
            ("require", None) => (SslMode::Require, Trust::Anyone),
            ("require" | "verify-ca", Some(roots)) => (SslMode::Require, Trust::SignedBy(roots)),
            ("verify-full", Some(roots)) => (SslMode::Require, Trust::HostSignedBy(roots)),
            ("verify-ca" | "verify-full", None) => {
                return Err(OpenError::Address {
                    what: "name the trusted certificates as sslrootcert=file",
                });
            }
            _ => {
                let what = "sslmode is disable, prefer, require, verify-ca or verify-full";
                return Err(OpenError::Address { what });
            }
        };
        config
            .ssl_mode(encrypt)
            .connect_timeout(CONNECT)
            .keepalives(true)
            .keepalives_idle(SILENCE);
        config.tcp_user_timeout(SILENCE);
        if config.get_application_name().is_none() {
            config.application_name("moongate");
        }
        Ok(Self {
            host: host(&config),
            tls: tls::connector(trust)?,
            config,
        })
    }
}

fn host(config: &Config) -> String {
    let name = match config.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        #[cfg(unix)]
        Some(Host::Unix(path)) => return path.display().to_string(),
        None => String::new(),
    };
    format!("{name}:{}", config.get_ports().first().unwrap_or(&5432))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(url: &str) -> &'static str {
        match Address::parse(url).map(|it| it.host) {
            Err(OpenError::Address { what }) => what,
            other => panic!("{url} gave {other:?}"),
        }
    }

    #[test]
    fn an_address_keeps_its_options_and_names_its_host() {
        let it = Address::parse(
            "postgres://ada:pw@db.example/moon?sslmode=require&options=-csearch_path%3Da",
        )
        .unwrap();
        assert_eq!(it.host, "db.example:5432");
        assert_eq!(it.config.get_options(), Some("-csearch_path=a"));
        assert_eq!(it.config.get_ssl_mode(), SslMode::Require);
    }

    #[test]
    fn a_mistake_in_the_address_says_what_to_write() {
        assert!(
            refused("postgres://ada@db.example/moon?sslmode=verify-full").contains("sslrootcert")
        );
        assert!(refused("postgres://ada@db.example/moon?sslmode=always").contains("verify-ca"));
        assert!(
            refused("postgres://ada@db.example/moon?colour=blue").starts_with("write postgres://")
        );
        assert!(refused("postgres:///moon").starts_with("write postgres://"));
    }
}
