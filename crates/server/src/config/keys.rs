//! Every key that may be said, in the order of the manual.

/// One setting as the manual tells it.
#[derive(Debug)]
pub struct Key {
    /// Its name in the file; `MOONGATE_` and capitals in the environment.
    pub name: &'static str,
    /// What holds when nothing is said.
    pub default: &'static str,
    /// What it does.
    pub meaning: &'static str,
}

const fn key(name: &'static str, default: &'static str, meaning: &'static str) -> Key {
    Key {
        name,
        default,
        meaning,
    }
}

/// All of them, and nothing else.
pub const KEYS: &[Key] = &[
    key(
        "listen",
        "`127.0.0.1:8080`",
        "address and port to listen on",
    ),
    key(
        "public_url",
        "`http://localhost:8080`, or the port of `listen`",
        "address under which people reach the server; https unless it is this machine; no path",
    ),
    key(
        "data_dir",
        "`./data`",
        "the server's own files; made with mode 0700",
    ),
    key(
        "database",
        "`sqlite:{data_dir}/moongate.db`",
        "`sqlite:PATH`, or `postgres://user:password@host:5432/name`",
    ),
    key(
        "secret_key",
        "made at first start in `{data_dir}/secret.key`; needed with PostgreSQL",
        "seals secrets at rest; a random text of at least 32 characters; one key a line, the current one first, older ones below it during a rotation",
    ),
    key("secret_key_file", "none", "a file that holds it"),
    key(
        "trusted_proxies",
        "none",
        "addresses and networks whose `X-Forwarded-For` is believed, as a list or parted by commas",
    ),
    key(
        "tls_cert_file",
        "none: a proxy ends TLS",
        "certificate chain, PEM",
    ),
    key("tls_key_file", "none", "its private key, PEM"),
    key(
        "log",
        "`info`",
        "`error`, `warn`, `info`, `debug`, `trace`, or like `info,moongate_server=debug`; text on a terminal, JSON \
         otherwise",
    ),
    key(
        "metrics_listen",
        "none",
        "address and port for Prometheus, path `/metrics`; whoever reaches it can read them",
    ),
    key(
        "bootstrap_admin_username",
        "none",
        "name of the first administrator, used once, while there is none",
    ),
    key("bootstrap_admin_password", "none", "its password"),
    key(
        "bootstrap_admin_password_file",
        "none",
        "a file that holds it",
    ),
    key(
        "bootstrap_key",
        "none",
        "a management key of at least 32 characters, used once, for unattended set-up",
    ),
    key("bootstrap_key_file", "none", "a file that holds it"),
];

/// Whether a key is one of ours.
pub fn is_key(name: &str) -> bool {
    KEYS.iter().any(|it| it.name == name)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;
    use std::path::Path;

    use super::*;
    use crate::commands::Kind;

    #[test]
    fn the_reference_says_what_the_program_does() {
        let mut text = String::from(
            "# Settings\n\n\
             Each may be a flag where `moongate --help` lists one (`--public-url`), an environment variable\n\
             (`MOONGATE_PUBLIC_URL`), or a key of the TOML file that `--config` or `MOONGATE_CONFIG` names. The first of\n\
             these that says something counts. Everything else is set in the console.\n\n\
             | key | default | meaning |\n|---|---|---|\n",
        );
        for key in KEYS {
            writeln!(
                text,
                "| `{}` | {} | {} |",
                key.name, key.default, key.meaning
            )
            .unwrap();
        }
        text.push_str("\n## Exit codes\n\n| code | meaning |\n|---|---|\n| 0 | done |\n");
        for (kind, meaning) in Kind::ALL {
            writeln!(text, "| {} | {meaning} |", *kind as u8).unwrap();
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/settings.md");
        if std::env::var_os("WRITE_REFERENCE").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            kept, text,
            "run the tests with WRITE_REFERENCE=1 to bring it up to date"
        );
    }
}
