//! Consent statements: a sentence with links that people agree to.
//!
//! The only mark-up is `[text](https://address)`. Everything else is text; pages escape it.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::FieldError;
use crate::check;

/// Statements of one page.
const MAX_STATEMENTS: usize = 4;
/// Characters of one statement.
const MAX_CHARACTERS: usize = 1024;

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The sentence with its links.
    pub content: String,
    /// Whether nobody goes on without agreeing.
    pub required: bool,
}

/// A piece of a statement, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Plain text.
    Text(&'a str),
    /// A link to an http or https address.
    Link {
        /// What people read.
        text: &'a str,
        /// Where it leads.
        href: &'a str,
    },
}

impl Statement {
    /// The pieces of the sentence. Links that are not allowed come out as plain text.
    pub fn segments(&self) -> Vec<Segment<'_>> {
        let mut segments = Vec::new();
        let mut rest = self.content.as_str();
        while let Some((before, text, href, after)) = next_link(rest) {
            if !before.is_empty() {
                segments.push(Segment::Text(before));
            }
            segments.push(if is_safe(href) {
                Segment::Link { text, href }
            } else {
                Segment::Text(&rest[before.len()..rest.len() - after.len()])
            });
            rest = after;
        }
        if !rest.is_empty() {
            segments.push(Segment::Text(rest));
        }
        segments
    }

    fn fault(&self, field: String) -> Option<FieldError> {
        check::required_text(&field, &self.content, MAX_CHARACTERS).or_else(|| {
            let mut rest = self.content.as_str();
            while let Some((_, _, href, after)) = next_link(rest) {
                if !is_safe(href) {
                    return Some(FieldError::new(field, "statement.link_refused"));
                }
                rest = after;
            }
            None
        })
    }
}

/// What is wrong with the statements of one page.
pub(super) fn faults(field: &str, statements: &[Statement]) -> Vec<FieldError> {
    let mut found: Vec<_> = statements
        .iter()
        .enumerate()
        .filter_map(|(place, it)| it.fault(format!("{field}.{place}.content")))
        .collect();
    found.extend(check::list(field, statements, MAX_STATEMENTS));
    found
}

/// The first `[text](address)`, with what stands before and after it.
fn next_link(content: &str) -> Option<(&str, &str, &str, &str)> {
    let mut from = 0;
    while let Some(middle) = content[from..].find("](").map(|at| from + at) {
        let end = middle + 2 + content[middle + 2..].find(')')?;
        if let Some(open) = content[from..middle].rfind('[').map(|at| from + at) {
            let text = &content[open + 1..middle];
            if !text.trim().is_empty() {
                return Some((
                    &content[..open],
                    text,
                    &content[middle + 2..end],
                    &content[end + 1..],
                ));
            }
        }
        from = middle + 2;
    }
    None
}

/// An absolute http or https address without credentials, written the way a browser reads it.
fn is_safe(href: &str) -> bool {
    let scheme = href.starts_with("https://") || href.starts_with("http://");
    scheme
        && !href.chars().any(|c| {
            c.is_control() || c.is_whitespace() || matches!(c, '\\' | '"' | '<' | '>' | '\'' | '`')
        })
        && Url::parse(href).is_ok_and(|url| {
            url.has_host() && url.username().is_empty() && url.password().is_none()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(content: &str) -> Statement {
        Statement {
            content: content.into(),
            required: true,
        }
    }

    fn link<'a>(text: &'a str, href: &'a str) -> Segment<'a> {
        Segment::Link { text, href }
    }

    #[test]
    fn a_link_is_rendered_and_the_rest_stays_text() {
        //
        use Segment::Text;
        for (content, expected) in [
            (
                "I agree to the [Privacy Policy](https://www.qq.com)",
                vec![
                    Text("I agree to the "),
                    link("Privacy Policy", "https://www.qq.com"),
                ],
            ),
            (
                "我同意《[服务条款](https://a.example/t)》和《[隐私政策](https://a.example/p)》。",
                vec![
                    Text("我同意《"),
                    link("服务条款", "https://a.example/t"),
                    Text("》和《"),
                    link("隐私政策", "https://a.example/p"),
                    Text("》。"),
                ],
            ),
            (
                "<b>x</b> [a] (b) [](https://a.example)",
                vec![Text("<b>x</b> [a] (b) [](https://a.example)")],
            ),
            (
                "[x](javascript:alert(1))",
                vec![Text("[x](javascript:alert(1)"), Text(")")],
            ),
            (
                "[[x](https://a.example)",
                vec![Text("["), link("x", "https://a.example")],
            ),
            ("[x](https://a.example", vec![Text("[x](https://a.example")]),
        ] {
            assert_eq!(statement(content).segments(), expected, "{content}");
        }
    }

    #[test]
    fn a_link_that_could_run_something_or_mislead_is_refused() {
        // A-113, O4
        for href in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "//evil.test",
            "/terms",
            "https://user@evil.test",
            "https://a.example\\@evil.test",
            "https:evil.test",
            "https://",
            " https://a.example",
            "https://a.example\"onclick=",
        ] {
            let found = faults("statements", &[statement(&format!("see [x]({href})"))]);
            assert_eq!(
                found.first().map(|it| it.code),
                Some("statement.link_refused"),
                "{href}"
            );
        }
        assert_eq!(
            faults(
                "statements",
                &[statement("see [x](https://a.example/p?q=1)")]
            ),
            []
        );
    }

    #[test]
    fn a_page_holds_four_statements_of_1024_characters() {
        //
        let code = |statements: &[Statement]| faults("s", statements).first().map(|it| it.code);
        assert_eq!(code(&[statement(&"意".repeat(1024))]), None);
        assert_eq!(
            code(&[statement(&"意".repeat(1025))]),
            Some("text.too_long")
        );
        assert_eq!(code(&[statement(" ")]), Some("text.required"));
        assert_eq!(code(&vec![statement("a"); 4]), None);
        assert_eq!(code(&vec![statement("a"); 5]), Some("list.too_long"));
    }
}
