//! Where a setting may be said: on the command line, in the environment, or in the TOML file, in this order.
//!
//! This file only finds the text and remembers where it stood; what a text means is decided beside each setting.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::keys::{KEYS, is_key};
use super::mistakes::{Complaint, Mistake};

const PREFIX: &str = "MOONGATE_";

/// Where a value was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// On the command line.
    Flag(&'static str),
    /// In the environment.
    Environment(String),
    /// In the settings file.
    File(PathBuf),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(key) => write!(f, "flag --{}", key.replace('_', "-")),
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::File(path) => write!(f, "file {}", path.display()),
        }
    }
}

/// What was said for one key, and where. Has no `Debug`: the text may be a secret.
pub struct Given {
    /// The text as it was written.
    pub text: String,
    /// Where it stood.
    pub origin: Origin,
}

/// All places in which settings may be said.
#[derive(Default)]
pub struct Sources {
    flags: BTreeMap<&'static str, String>,
    environment: BTreeMap<String, String>,
    file: Option<(PathBuf, toml::Table)>,
}

impl Sources {
    /// Takes the command line and the environment, and opens the file that either names.
    /// A file that cannot be read or understood, and every key in it that is not ours, is a mistake.
    pub fn new(
        flags: BTreeMap<&'static str, String>,
        environment: impl IntoIterator<Item = (String, String)>,
        file: Option<&Path>,
        mistakes: &mut Vec<Mistake>,
    ) -> Self {
        let environment: BTreeMap<_, _> = environment
            .into_iter()
            .filter(|(name, _)| name.starts_with(PREFIX))
            .collect();
        let named = environment.get("MOONGATE_CONFIG").map(PathBuf::from);
        let file = file
            .map(Path::to_owned)
            .or(named)
            .and_then(|path| read_file(path, mistakes));
        Self {
            flags,
            environment,
            file,
        }
    }

    /// What was said for a key, from the place that counts most. An empty text counts as not said.
    pub fn find(&self, key: &'static str, mistakes: &mut Vec<Mistake>) -> Option<Given> {
        debug_assert!(is_key(key), "{key} is not listed");
        let given = |text: &String, origin| {
            (!text.is_empty()).then(|| Given {
                text: text.clone(),
                origin,
            })
        };
        if let Some(found) = self.flags.get(key) {
            return given(found, Origin::Flag(key));
        }
        let name = format!("{PREFIX}{}", key.to_ascii_uppercase());
        if let Some(found) = self.environment.get(&name) {
            return given(found, Origin::Environment(name));
        }
        let (path, table) = self.file.as_ref()?;
        let origin = Origin::File(path.clone());
        match as_text(table.get(key)?) {
            Some(text) => given(&text, origin),
            None => {
                mistakes.push(Mistake {
                    key: key.to_owned(),
                    origin: Some(origin),
                    complaint: Complaint::new(
                        "must be text.",
                        format!("Write {key} = \"…\", or a list of texts for trusted_proxies."),
                    ),
                });
                None
            }
        }
    }

    /// Names in the environment that begin like ours and mean nothing. They are no mistakes, because container
    /// platforms add such names by themselves (`MOONGATE_PORT` for a service called `moongate`).
    pub fn strangers(&self) -> Vec<String> {
        self.environment
            .keys()
            .filter(|name| {
                let key = name[PREFIX.len()..].to_ascii_lowercase();
                key != "config" && !is_key(&key)
            })
            .cloned()
            .collect()
    }
}

fn read_file(path: PathBuf, mistakes: &mut Vec<Mistake>) -> Option<(PathBuf, toml::Table)> {
    let mut refuse = |key: &str, problem: String, remedy: String| {
        mistakes.push(Mistake {
            key: key.to_owned(),
            origin: Some(Origin::File(path.clone())),
            complaint: Complaint::new(problem, remedy),
        });
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(err) => {
            refuse(
                "config",
                format!("cannot be read: {err}."),
                "Check the path and its permissions.".to_owned(),
            );
            return None;
        }
    };
    let table = match text.parse::<toml::Table>() {
        Ok(table) => table,
        Err(err) => {
            let line = err
                .span()
                .map_or(1, |span| text[..span.start].lines().count().max(1));
            refuse(
                "config",
                format!("is not TOML at line {line}: {}.", err.message()),
                "Mend that line.".to_owned(),
            );
            return None;
        }
    };
    let names: Vec<_> = KEYS.iter().map(|it| it.name).collect();
    for key in table.keys().filter(|key| !is_key(key)) {
        let remedy = match nearest(key) {
            Some(near) => format!("Did you mean {near}?"),
            None => format!("Known keys are {}.", names.join(", ")),
        };
        refuse(key, "is not a setting.".to_owned(), remedy);
    }
    Some((path, table))
}

fn as_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Array(items) => items
            .iter()
            .map(toml::Value::as_str)
            .collect::<Option<Vec<_>>>()
            .map(|texts| texts.join(",")),
        _ => None,
    }
}

/// The known key that a misspelt one most likely stands for.
fn nearest(wrong: &str) -> Option<&'static str> {
    let wrong = wrong.to_ascii_lowercase().replace('-', "_");
    KEYS.iter()
        .map(|key| (distance(&wrong, key.name), key.name))
        .filter(|(far, key)| *far <= key.len().div_ceil(3))
        .min()
        .map(|(_, key)| key)
}

/// How many letters must be added, dropped or changed to turn one word into the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, to) in b.iter().enumerate() {
            let change = corner + usize::from(from != *to);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_key_finds_its_neighbour() {
        assert_eq!(nearest("public-url"), Some("public_url"));
        assert_eq!(nearest("lisen"), Some("listen"));
        assert_eq!(nearest("trusted_proxys"), Some("trusted_proxies"));
        assert_eq!(nearest("favourite_colour"), None);
    }

    #[test]
    fn the_command_line_counts_more_than_the_environment_and_that_more_than_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("moongate.toml");
        std::fs::write(&file, "listen = 'file'\nlog = 'file'\ndata_dir = 'file'\n").unwrap();
        let mut mistakes = Vec::new();
        let sources = Sources::new(
            BTreeMap::from([("listen", "flag".to_owned())]),
            ["LISTEN", "LOG"].map(|it| (format!("MOONGATE_{it}"), "environment".to_owned())),
            Some(&file),
            &mut mistakes,
        );
        let said =
            ["listen", "log", "data_dir"].map(|key| sources.find(key, &mut mistakes).unwrap().text);
        assert_eq!(said, ["flag", "environment", "file"]);
        assert!(sources.find("database", &mut mistakes).is_none());
        assert_eq!(mistakes, []);
    }

    #[test]
    fn a_name_that_a_container_platform_adds_is_only_noted() {
        let names = ["MOONGATE_PORT", "MOONGATE_LOG", "MOONGATE_CONFIG", "HOME"];
        let sources = Sources::new(
            BTreeMap::new(),
            names.map(|it| (it.to_owned(), String::new())),
            None,
            &mut Vec::new(),
        );
        assert_eq!(sources.strangers(), ["MOONGATE_PORT"]);
    }
}
