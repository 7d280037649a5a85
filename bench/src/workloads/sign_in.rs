//! From the authorization request through the hosted pages to tokens.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use url::Url;

use crate::Error;
use crate::connection::Connection;
use crate::load::Worker;
use crate::product::{CALLBACK, Shop, text};
use crate::visitor::{Place, Visitor};

const VERIFIER: &str = "benchmark-verifier-benchmark-verifier-benchmark";

/// Everybody's password.
pub const PASSWORD: &str = "Lantern-Meadow-52";

/// Signs a person in with a password, each time with an empty jar and new connections.
pub struct WithPassword {
    /// Where.
    pub shop: Shop,
    /// Who.
    pub username: String,
}

impl Worker for WithPassword {
    async fn step(&mut self) -> Result<(), Error> {
        walk(&self.shop, &self.username).await.map(drop)
    }
}

/// Signs the same browser in again without a question.
pub struct Silent {
    /// Where.
    pub shop: Shop,
    /// Who is signed in already.
    pub visitor: Visitor,
    /// For the token endpoint.
    pub connection: Connection,
}

impl Silent {
    /// A signed-in browser.
    pub async fn new(shop: &Shop, username: &str) -> Result<Self, Error> {
        let (visitor, _) = walk(shop, username).await?;
        let connection = Connection::new(shop.issuer.port().expect("a port"));
        Ok(Self {
            shop: shop.clone(),
            visitor,
            connection,
        })
    }
}

impl Worker for Silent {
    async fn step(&mut self) -> Result<(), Error> {
        match self.visitor.open(request(&self.shop, "none")).await? {
            Place::Elsewhere(back) => redeem(&self.shop, &mut self.connection, &back)
                .await
                .map(drop),
            Place::Page(url, _) => Err(format!("a silent sign-in stopped at {url}").into()),
        }
    }
}

/// The whole walk once: the browser afterwards, and the answer of the token endpoint.
pub async fn walk(shop: &Shop, username: &str) -> Result<(Visitor, Value), Error> {
    let mut visitor = Visitor::new(&shop.issuer);
    let Place::Page(url, page) = visitor.open(request(shop, "")).await? else {
        return Err("a stranger was signed in".into());
    };
    let typed = [("identifier", username), ("password", PASSWORD)];
    match visitor.submit(&url, &page, &typed).await? {
        Place::Elsewhere(back) => {
            let mut connection = Connection::new(shop.issuer.port().expect("a port"));
            let tokens = redeem(shop, &mut connection, &back).await?;
            Ok((visitor, tokens))
        }
        Place::Page(url, page) => {
            Err(format!("{username} was refused at {url}: {}", page.text()).into())
        }
    }
}

/// The target of the sign-in page of a run under way, and the header lines that open it again.
pub async fn sign_in_page(shop: &Shop) -> Result<(String, String), Error> {
    let mut visitor = Visitor::new(&shop.issuer);
    let Place::Page(url, _) = visitor.open(request(shop, "")).await? else {
        return Err("a stranger was signed in".into());
    };
    let target = url[url::Position::BeforePath..url::Position::AfterQuery].to_owned();
    Ok((target, visitor.headers()))
}

fn request(shop: &Shop, prompt: &str) -> Url {
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, VERIFIER.as_bytes()));
    let mut url = shop.issuer.clone();
    url.set_path(&shop.target("/oauth2/authorize"));
    url.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", &shop.people.id)
        .append_pair("redirect_uri", CALLBACK)
        .append_pair("scope", "openid profile email")
        .append_pair("state", "benchmark")
        .append_pair("nonce", "benchmark")
        .append_pair("code_challenge", &challenge)
        .append_pair("code_challenge_method", "S256");
    if !prompt.is_empty() {
        url.query_pairs_mut().append_pair("prompt", prompt);
    }
    url
}

async fn redeem(shop: &Shop, connection: &mut Connection, back: &Url) -> Result<Value, Error> {
    let code = back
        .query_pairs()
        .find(|(name, _)| name == "code")
        .map(|(_, value)| value.into_owned());
    let code = code.ok_or_else(|| format!("no code in {back}"))?;
    let body = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "authorization_code")
        .append_pair("code", &code)
        .append_pair("redirect_uri", CALLBACK)
        .append_pair("code_verifier", VERIFIER)
        .finish();
    let headers = format!(
        "{}Content-Type: application/x-www-form-urlencoded\r\n",
        shop.people.basic
    );
    let target = shop.target("/oauth2/token");
    let answer = connection
        .send("POST", &target, &headers, body.as_bytes())
        .await?;
    let tokens: Value = serde_json::from_slice(&answer.body)?;
    text(&tokens, "access_token")?;
    Ok(tokens)
}
