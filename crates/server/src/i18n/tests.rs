use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use moongate_domain::event::EventType;

use super::*;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|it| it == extension) {
            found.push(path);
        }
    }
    found
}

/// Keys of a language with the variables each mentions.
fn messages(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in files(&root().join("locales").join(locale.tag()), "ftl") {
        let mut key = String::new();
        for line in fs::read_to_string(&path)
            .unwrap()
            .lines()
            .filter(|it| !it.starts_with('#'))
        {
            if let Some((name, _)) = line
                .split_once(" =")
                .filter(|_| line.starts_with(|it: char| it.is_ascii_lowercase()))
            {
                key = name.to_owned();
                assert!(
                    found.insert(key.clone(), BTreeSet::new()).is_none(),
                    "{key} stands twice"
                );
            }
            for variable in line.split('$').skip(1) {
                let end = variable
                    .find(|it: char| !it.is_ascii_alphanumeric() && it != '_')
                    .unwrap_or(variable.len());
                found
                    .get_mut(&key)
                    .unwrap()
                    .insert(variable[..end].to_owned());
            }
        }
    }
    found
}

/// Everything that can name a message, without tests.
fn sources() -> String {
    let mut all = String::new();
    for path in files(&root().join("templates"), "html") {
        all.push_str(&fs::read_to_string(path).unwrap());
    }
    let service = files(&root().join("../service/src"), "rs");
    for path in files(&root().join("src"), "rs").into_iter().chain(service) {
        if !is_test(&path) {
            let text = fs::read_to_string(path).unwrap();
            all.push_str(text.split("#[cfg(test)]").next().unwrap());
        }
    }
    all
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_variables() {
    let (zh, en) = (messages(Locale::ZhCn), messages(Locale::EnUs));
    assert_eq!(zh.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
    // Dates are written from different parts; everything else tells the same in both languages.
    for (key, variables) in en.iter().filter(|(key, _)| *key != "time-date") {
        assert_eq!(&zh[key], variables, "{key}");
    }
}

#[test]
fn every_file_is_well_formed_and_loaded() {
    for locale in Locale::ALL {
        for path in files(&root().join("locales").join(locale.tag()), "ftl") {
            let text = fs::read_to_string(&path).unwrap();
            assert!(FluentResource::try_new(text).is_ok(), "{}", path.display());
        }
        for key in messages(locale).keys() {
            assert!(
                BUNDLES[locale as usize].has_message(key),
                "{key} in {}",
                locale.tag()
            );
        }
    }
}

#[test]
fn every_message_is_used_and_every_used_one_exists() {
    let (known, sources) = (messages(Locale::EnUs), sources());
    for key in known
        .keys()
        .filter(|it| !it.starts_with("error-") && !it.starts_with("message-"))
    {
        assert!(sources.contains(&format!("\"{key}\"")), "{key} is not used");
    }
    for call in [".t(\"", ".t1(\"", ".t2(\"", ".t3(\"", "t(locale, \""] {
        for used in sources.split(call).skip(1) {
            let key = used.split('"').next().unwrap();
            assert!(known.contains_key(key), "{key} does not exist");
        }
    }
}

#[test]
fn every_refusal_of_the_workspace_has_a_sentence_in_both_languages() {
    let listed: BTreeSet<String> = refusal::CODES.iter().map(|it| refusal::key(it)).collect();
    let written: BTreeSet<String> = messages(Locale::EnUs)
        .into_keys()
        .filter(|it| it.starts_with("error-"))
        .collect();
    assert_eq!(listed, written);

    // Every literal that looks like one of our codes is one; names of events look alike and are not.
    let families: BTreeSet<&str> = refusal::CODES
        .iter()
        .filter_map(|it| Some(it.split_once('.')?.0))
        .collect();
    for path in files(&root().join(".."), "rs")
        .iter()
        .filter(|it| !is_test(it))
    {
        let text = fs::read_to_string(path).unwrap();
        let literals = text
            .split("#[cfg(test)]")
            .next()
            .unwrap()
            .split('"')
            .skip(1);
        for code in literals.filter(|it| looks_like_a_code(it) && !names_a_file(it)) {
            let is_ours = families.contains(code.split('.').next().unwrap());
            let known = refusal::CODES.contains(&code) || EventType::parse(code).is_some();
            assert!(
                !is_ours || known,
                "{code} of {} has no sentence",
                path.display()
            );
        }
    }
}

fn is_test(path: &Path) -> bool {
    path.components().any(|it| it.as_os_str() == "tests")
        || path.file_name().is_some_and(|it| it == "tests.rs")
}

fn names_a_file(text: &str) -> bool {
    [".rs", ".css", ".js", ".svg", ".db", ".toml"]
        .iter()
        .any(|it| text.ends_with(it))
}

fn looks_like_a_code(text: &str) -> bool {
    let part = |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    text.split_once('.')
        .is_some_and(|(family, rest)| part(family) && part(rest))
}

#[test]
fn sentences_follow_the_voice_of_the_guide() {
    let refused = |locale, code, args: &[(&'static str, &str)]| {
        refusal(
            locale,
            code,
            &args
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned()))
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(
        refused(Locale::ZhCn, "sign_in.wrong", &[]),
        "账号或密码不正确"
    );
    let near = [("left", "2"), ("minutes", "30")];
    assert_eq!(
        refused(Locale::EnUs, "sign_in.wrong_near_lock", &near),
        "Not right. 2 more tries and the account locks for 30 minutes"
    );
    assert_eq!(
        refused(Locale::ZhCn, "code.wrong", &[("left", "4")]),
        "验证码不正确，还可以再试 4 次"
    );
    assert_eq!(
        refused(Locale::EnUs, "text.too_long", &[("max", "1024")]),
        "At most 1,024 characters"
    );
    assert_eq!(
        refused(Locale::EnUs, "nobody.knows", &[]),
        "This was not accepted. Check it and try again."
    );
}

#[test]
fn latin_names_get_a_gap_in_chinese_sentences() {
    let title = |locale, name: &str| t(locale, "register-title", &[("name", &name)]);
    assert_eq!(title(Locale::ZhCn, "云杉商城"), "注册云杉商城账号");
    assert_eq!(title(Locale::ZhCn, "Spruce"), "注册 Spruce 账号");
    assert_eq!(
        title(Locale::EnUs, "云杉商城"),
        "Create your 云杉商城 account"
    );
}
