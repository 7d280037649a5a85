//! Reads rendered pages in tests: what every page of the product must hold (guide 8, 13 and 15.1).

use std::collections::BTreeSet;
use std::{env, fs};

use crate::i18n::Locale;
use crate::web::{assets, theme};

/// A start tag with its attributes.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    /// Names of the elements around it.
    around: Vec<&'a str>,
    /// Where the tag ends in the page.
    end: usize,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(it, _)| *it == name)
            .map(|(_, value)| *value)
    }
}

const VOID: [&str; 6] = ["meta", "link", "input", "img", "br", "hr"];

/// Splits a page into start tags and refuses what is not nested properly.
fn read<'a>(label: &str, html: &'a str) -> Vec<Tag<'a>> {
    let (mut tags, mut open, mut at) = (Vec::new(), Vec::new(), 0);
    while let Some(start) = html[at..].find('<').map(|it| at + it) {
        let end = start
            + html[start..]
                .find('>')
                .unwrap_or_else(|| panic!("{label}: a tag does not end"));
        let inner = &html[start + 1..end];
        at = end + 1;
        if inner.starts_with('!') {
            continue;
        }
        if let Some(name) = inner.strip_prefix('/') {
            assert_eq!(
                open.pop(),
                Some(name),
                "{label}: </{name}> closes something else near {start}"
            );
            continue;
        }
        let (name, rest) = inner
            .split_once([' ', '\n'])
            .unwrap_or((inner.trim_end_matches('/'), ""));
        tags.push(Tag {
            name,
            attributes: attributes(label, rest),
            around: open.clone(),
            end: at,
        });
        if !VOID.contains(&name) && !inner.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{label}: not closed: {open:?}");
    tags
}

fn attributes<'a>(label: &str, mut rest: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    loop {
        rest = rest.trim_start().trim_end_matches('/');
        if rest.is_empty() {
            return found;
        }
        let end = rest.find(['=', ' ', '\n']).unwrap_or(rest.len());
        let name = &rest[..end];
        rest = &rest[end..];
        let mut value = "";
        if let Some(after) = rest.strip_prefix("=\"") {
            let close = after
                .find('"')
                .unwrap_or_else(|| panic!("{label}: {name} does not end"));
            value = &after[..close];
            rest = &after[close + 1..];
        }
        assert!(
            found.iter().all(|(it, _)| *it != name),
            "{label}: {name} stands twice in one tag"
        );
        found.push((name, value));
    }
}

/// Everything that must hold on every page.
pub fn check(label: &str, html: &str, locale: Locale) {
    let tags = read(label, html);
    let ids: Vec<&str> = tags.iter().filter_map(|it| it.get("id")).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(
        ids.len(),
        known.len(),
        "{label}: an id stands twice: {ids:?}"
    );
    assert_eq!(tags[0].get("lang"), Some(locale.tag()), "{label}");
    assert_eq!(
        tags.iter().filter(|it| it.name == "h1").count(),
        1,
        "{label}: one h1"
    );
    assert!(
        tags.iter()
            .any(|it| it.name == "main" && it.get("id") == Some("main")),
        "{label}: main"
    );
    assert!(
        !html.contains("<title> ·"),
        "{label}: the page has no title"
    );

    let labelled: BTreeSet<&str> = tags
        .iter()
        .filter(|it| it.name == "label")
        .filter_map(|it| it.get("for"))
        .collect();
    for tag in &tags {
        nothing_inline(label, tag);
        references(label, tag, &known);
        control(label, tag, &labelled);
        if tag.name == "form" && tag.get("method") == Some("post") {
            let form = html[tag.end..].split("</form>").next().unwrap();
            assert!(
                form.contains("name=\"csrf_token\""),
                "{label}: a form without token"
            );
            assert!(
                form.contains("type=\"submit\""),
                "{label}: a form without button"
            );
        }
    }
}

fn nothing_inline(label: &str, tag: &Tag<'_>) {
    assert_ne!(tag.name, "style", "{label}");
    assert!(
        tag.name != "script" || tag.get("src").is_some(),
        "{label}: inline script"
    );
    for (name, value) in &tag.attributes {
        assert!(
            *name != "style" && !name.starts_with("on"),
            "{label}: {name} in {}",
            tag.name
        );
        assert!(!value.starts_with("javascript:"), "{label}: {value}");
    }
    if let Some(src) = tag
        .get("src")
        .or_else(|| tag.get("href").filter(|_| tag.name == "link"))
    {
        assert!(!src.is_empty(), "{label}: {} without address", tag.name);
    }
}

fn references(label: &str, tag: &Tag<'_>, ids: &BTreeSet<&str>) {
    for name in [
        "for",
        "aria-describedby",
        "aria-labelledby",
        "aria-controls",
        "data-rules-for",
        "popovertarget",
        "form",
    ] {
        for id in tag.get(name).unwrap_or_default().split_whitespace() {
            assert!(
                ids.contains(id),
                "{label}: {name} names {id}, which is not there"
            );
        }
    }
    if let Some(id) = tag.get("href").and_then(|it| it.strip_prefix('#')) {
        assert!(
            ids.contains(id),
            "{label}: a link to #{id}, which is not there"
        );
    }
}

fn control(label: &str, tag: &Tag<'_>, labelled: &BTreeSet<&str>) {
    let kind = tag.get("type").unwrap_or("text");
    if tag.name == "button" {
        assert!(tag.get("type").is_some(), "{label}: a button without type");
    }
    if !["input", "select", "textarea"].contains(&tag.name) || kind == "hidden" {
        return;
    }
    let name = tag.get("name").or(tag.get("id")).unwrap_or("?");
    let named =
        tag.get("id").is_some_and(|it| labelled.contains(it)) || tag.get("aria-label").is_some();
    assert!(
        named || tag.around.contains(&"label"),
        "{label}: {name} has no label"
    );
    let asks = tag.name == "input" && ["text", "email", "tel", "password"].contains(&kind);
    assert!(
        !asks || tag.get("readonly").is_some() || tag.get("autocomplete").is_some(),
        "{label}: {name} has no autocomplete"
    );
}

/// Writes a page and its files where `MOONGATE_DUMP_PAGES` says, in both themes.
pub fn dump(name: &str, locale: Locale, html: &str) {
    let Ok(folder) = env::var("MOONGATE_DUMP_PAGES") else {
        return;
    };
    fs::create_dir_all(format!("{folder}/assets")).unwrap();
    fs::create_dir_all(format!("{folder}/theme")).unwrap();
    for (url, bytes) in assets::all() {
        fs::write(format!("{folder}{url}"), bytes).unwrap();
    }
    let colour = theme::Rgb(0x0b, 0x7a, 0x5c);
    fs::write(
        format!("{folder}{}", theme::theme_url(colour)),
        theme::theme_css(colour),
    )
    .unwrap();
    let html = html
        .replace("\"/assets/", "\"assets/")
        .replace("\"/theme/", "\"theme/");
    for theme in ["light", "dark"] {
        let page = html.replace("data-theme=\"system\"", &format!("data-theme=\"{theme}\""));
        fs::write(
            format!("{folder}/{name}.{}.{theme}.html", locale.tag()),
            page,
        )
        .unwrap();
    }
}
