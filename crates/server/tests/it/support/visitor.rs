//! Somebody with a browser: keeps cookies, follows redirects within the product, fills in forms.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

use axum::body::Body;
use axum::http::{HeaderName, Method, Request, header};

use super::{Page, TestApp};

/// A browser. It runs no scripts.
#[derive(Clone)]
pub struct Visitor {
    app: TestApp,
    /// The cookies it keeps, by name.
    pub cookies: BTreeMap<String, String>,
    /// What it asks for in `Accept-Language`.
    pub language: &'static str,
    /// Where it is.
    pub address: IpAddr,
    /// What the browser says about who sent a form; `None` leaves both headers out.
    pub from_site: Option<&'static str>,
}

impl Visitor {
    pub(super) fn new(app: TestApp) -> Self {
        Self {
            app,
            cookies: BTreeMap::new(),
            language: "en-US",
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            from_site: Some("same-origin"),
        }
    }

    /// Opens an address and follows redirects as long as they stay here.
    pub async fn open(&mut self, path: &str) -> Page {
        let page = self.get(path).await;
        self.follow(page).await
    }

    /// Opens an address; a redirect is not followed.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Method::GET, path, None).await
    }

    /// Posts fields to an address; a redirect is not followed.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = serde_urlencoded::to_string(fields).unwrap();
        self.send(Method::POST, path, Some(body)).await
    }

    /// Posts fields and one file as `multipart/form-data`; a redirect is not followed.
    pub async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        (name, file_name, bytes): (&str, &str, &[u8]),
    ) -> Page {
        let mut body = Vec::new();
        for (name, value) in fields {
            let head = format!(
                "--border\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(head.as_bytes());
        }
        let head = format!(
            "--border\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--border--\r\n");
        let kind = "multipart/form-data; boundary=border";
        self.send_body(Method::POST, path, Some((kind, body))).await
    }

    /// Fills in the page's form and presses its button; a redirect is not followed.
    pub async fn press(&mut self, page: &Page, button: &str, fields: &[(&str, &str)]) -> Page {
        let form = page.form(button);
        let mut all: Vec<(&str, &str)> = form
            .fields
            .iter()
            .filter(|(name, _)| !fields.iter().any(|(typed, _)| name == typed))
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        all.extend_from_slice(fields);
        let action = form.action.clone();
        self.post(&action, &all).await
    }

    /// The same, and follows redirects as long as they stay here.
    pub async fn submit(&mut self, page: &Page, button: &str, fields: &[(&str, &str)]) -> Page {
        let answer = self.press(page, button, fields).await;
        self.follow(answer).await
    }

    /// Fills in the sign-in page.
    pub async fn sign_in(&mut self, page: &Page, identifier: &str, password: &str) -> Page {
        let fields = [("identifier", identifier), ("password", password)];
        self.submit(page, "submit", &fields).await
    }

    /// Follows redirects as long as they stay here.
    pub async fn follow(&mut self, mut page: Page) -> Page {
        for _ in 0..10 {
            let Some(path) = page.redirect_here() else {
                return page;
            };
            page = self.get(&path).await;
        }
        panic!("redirects go round in circles: {}", page.path);
    }

    async fn send(&mut self, method: Method, path: &str, form: Option<String>) -> Page {
        let kind = "application/x-www-form-urlencoded";
        let body = form.map(|it| (kind, it.into_bytes()));
        self.send_body(method, path, body).await
    }

    async fn send_body(
        &mut self,
        method: Method,
        path: &str,
        body: Option<(&str, Vec<u8>)>,
    ) -> Page {
        let mut request = Request::builder()
            .method(&method)
            .uri(path)
            .header(header::HOST, "localhost:8080")
            .header(header::ACCEPT, "text/html")
            .header(header::ACCEPT_LANGUAGE, self.language)
            .header(
                header::USER_AGENT,
                "Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0.0.0",
            );
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self
                .cookies
                .iter()
                .map(|(k, v)| format!("{k}={v}"))
                .collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        if let Some(site) = self.from_site.filter(|_| method == Method::POST) {
            request = request.header(HeaderName::from_static("sec-fetch-site"), site);
        }
        if let Some((kind, _)) = &body {
            request = request.header(header::CONTENT_TYPE, *kind);
        }
        let body = body.map_or_else(Body::empty, |(_, bytes)| Body::from(bytes));
        let response = self
            .app
            .answer(self.address, request.body(body).unwrap())
            .await;
        let page = Page::read(path, response).await;
        self.keep(&page);
        page
    }

    fn keep(&mut self, page: &Page) {
        for line in page.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
