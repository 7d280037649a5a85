//! A browser without a screen: one connection, a cookie jar, and redirects followed on the site.

use url::Url;

use crate::Error;
use crate::connection::{Answer, Connection};
use crate::form::Form;

/// A person who walks through the hosted pages.
pub struct Visitor {
    connection: Connection,
    home: Url,
    cookies: Vec<(String, String)>,
}

/// Where a walk came to.
pub enum Place {
    /// A page of the site.
    Page(Url, Answer),
    /// An address of somebody else.
    Elsewhere(Url),
}

impl Visitor {
    /// A person with an empty jar and no open connection.
    pub fn new(home: &Url) -> Self {
        let port = home.port().expect("a port of this machine");
        Self {
            connection: Connection::new(port),
            home: home.clone(),
            cookies: Vec::new(),
        }
    }

    /// Opens an address.
    pub async fn open(&mut self, url: Url) -> Result<Place, Error> {
        self.walk("GET", url, String::new()).await
    }

    /// Fills in the form with the button `submit` and sends it.
    pub async fn submit(
        &mut self,
        url: &Url,
        page: &Answer,
        given: &[(&str, &str)],
    ) -> Result<Place, Error> {
        let form = Form::find(&page.text(), "submit").ok_or_else(|| format!("no form at {url}"))?;
        self.walk("POST", url.join(&form.action)?, form.body(given))
            .await
    }

    /// The header lines of every request.
    pub fn headers(&self) -> String {
        let mut headers = String::from("Accept: text/html\r\nAccept-Language: en\r\n");
        if !self.cookies.is_empty() {
            let jar: Vec<_> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            headers.push_str(&format!("Cookie: {}\r\n", jar.join("; ")));
        }
        headers
    }

    async fn walk(&mut self, method: &str, mut url: Url, body: String) -> Result<Place, Error> {
        let mut answer = self.send(method, &url, &body).await?;
        for _ in 0..10 {
            let Some(location) = answer.headers("location").next() else {
                return Ok(Place::Page(url, answer));
            };
            url = url.join(location)?;
            if url.origin() != self.home.origin() {
                return Ok(Place::Elsewhere(url));
            }
            answer = self.send("GET", &url, "").await?;
        }
        Err(format!("too many redirects at {url}").into())
    }

    async fn send(&mut self, method: &str, url: &Url, body: &str) -> Result<Answer, Error> {
        let mut headers = self.headers();
        if method == "POST" {
            headers.push_str("Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n");
            headers.push_str(&format!(
                "Origin: {}\r\n",
                self.home.origin().ascii_serialization()
            ));
        }
        let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
        let answer = self
            .connection
            .send(method, target, &headers, body.as_bytes())
            .await?;
        if answer.status >= 400 {
            return Err(format!(
                "{method} {url} answered {}: {}",
                answer.status,
                answer.text()
            )
            .into());
        }
        self.keep(&answer);
        Ok(answer)
    }

    fn keep(&mut self, answer: &Answer) {
        for line in answer.headers("set-cookie") {
            let mut parts = line.split(';');
            let Some((name, value)) = parts.next().and_then(|it| it.split_once('=')) else {
                continue;
            };
            self.cookies.retain(|(it, _)| it != name);
            if !parts.any(|it| it.trim().eq_ignore_ascii_case("max-age=0")) {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}
