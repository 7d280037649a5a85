//! What a browser got.

use axum::http::{HeaderMap, header};
use axum::response::Response;
use http_body_util::BodyExt;
use url::Url;

use super::html::{self, Form};

/// An answer, read to its end.
#[derive(Clone)]
pub struct Page {
    /// Where it came from.
    pub path: String,
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub text: String,
}

impl Page {
    pub(super) async fn read(path: &str, response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Self {
            path: path.to_owned(),
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// A header, empty if it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |it| it.to_str().unwrap())
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.header(header::LOCATION.as_str())
    }

    /// A parameter of the address a redirect leads to.
    pub fn location_parameter(&self, name: &str) -> Option<String> {
        let url = Url::parse(self.location()).ok()?;
        let found = url.query_pairs().find(|(it, _)| it == name);
        found.map(|(_, value)| value.into_owned())
    }

    pub(super) fn redirect_here(&self) -> Option<String> {
        let location = Some(self.location()).filter(|it| !it.is_empty())?;
        if self.status != 303 {
            panic!("{} redirects with {}", self.path, self.status);
        }
        let path = location
            .strip_prefix("http://localhost:8080")
            .unwrap_or(location);
        path.starts_with('/').then(|| path.to_owned())
    }

    /// The path without its query.
    pub fn place(&self) -> &str {
        self.path.split('?').next().unwrap()
    }

    /// Whether a text stands on the page.
    pub fn says(&self, text: &str) -> bool {
        self.text.contains(text)
    }

    /// The token of the page's forms.
    pub fn csrf(&self) -> String {
        let rest = self.text.split("name=\"csrf_token\" value=\"").nth(1);
        let token = rest.and_then(|it| it.split('"').next());
        token.expect("the page has no form").to_owned()
    }

    /// The form with a button of this id.
    pub fn form(&self, button: &str) -> Form {
        html::form(&self.text, button).unwrap_or_else(|| {
            panic!(
                "no #{button} at {} ({})\n{}",
                self.path, self.status, self.text
            )
        })
    }

    /// The page without what differs from one answer to the next: ids, tokens, nonces.
    pub fn without_ids(&self) -> String {
        let mut text = self.text.clone();
        for mark in [
            "nonce=\"",
            "name=\"csrf_token\" value=\"",
            "tx=int_",
            "req_",
        ] {
            text = html::blank_after(&text, mark);
        }
        text
    }
}
