//! Every workload with its yardstick.

use std::cell::Cell;
use std::path::Path;
use std::rc::Rc;

use serde_json::json;

use super::pairs::{Side, compare, compare_to_hashes};
use crate::Error;
use crate::connection::Connection;
use crate::product::{Product, Server, Shop, text};
use crate::report;
use crate::workloads::{
    CreateUser, Get, PASSWORD, PostForm, Refresh, Search, Silent, WithPassword, sign_in_page, walk,
};

/// Connections for what is answered at once.
const CONNECTIONS: usize = 32;
/// Workers for what takes several steps.
const PEOPLE: usize = 16;
/// From this number on, users are made by the workload that only counts them.
const OTHERS: u32 = 10_000_000;

/// All workloads, or those whose name holds a word.
pub async fn all(
    product: &Product,
    shop: &Shop,
    scratch: &Path,
    only: Option<&str>,
) -> Result<(), Error> {
    let bench = Bench {
        product,
        shop,
        scratch,
        port: product.url().port().expect("a port"),
    };
    let wanted = |name: &str| only.is_none_or(|it| name.contains(it));
    let names = bench.people().await?;
    report::rates();
    for path in ["/.well-known/openid-configuration", "/oauth2/jwks"] {
        if wanted(path) {
            bench.document(path).await?;
        }
    }
    if wanted("sign-in page") {
        bench.sign_in_page().await?;
    }
    if wanted("password sign-in") {
        bench.password_sign_in(&names).await?;
    }
    if wanted("silent sign-in") {
        bench.silent_sign_in(&names).await?;
    }
    if wanted("refresh") {
        bench.refresh(&names).await?;
    }
    if wanted("client_credentials") {
        bench.client_credentials().await?;
    }
    if wanted("userinfo") {
        bench.userinfo(&names).await?;
    }
    if wanted("create user") {
        bench.create_user().await?;
    }
    Ok(())
}

/// Finding one of many users, beside the same number of bytes.
pub async fn search(product: &Product, shop: &Shop, people: u32) -> Result<(), Error> {
    let port = product.url().port().expect("a port");
    let workers = Search::many(8, port, &shop.pool, people);
    report::rates();
    let hello = Server::yardstick("hash", &[]).await?;
    let yardstick = Side {
        workers: Get::many(8, hello.port, "/", ""),
        process: hello.id(),
    };
    compare(
        "search among 100,000 users",
        Side {
            workers,
            process: product.id(),
        },
        "bare answer",
        yardstick,
    )
    .await
}

struct Bench<'a> {
    product: &'a Product,
    shop: &'a Shop,
    scratch: &'a Path,
    port: u16,
}

impl Bench<'_> {
    fn side<W>(&self, workers: Vec<W>) -> Side<W> {
        Side {
            workers,
            process: self.product.id(),
        }
    }

    /// Makes the people who sign in.
    async fn people(&self) -> Result<Vec<String>, Error> {
        let names: Vec<_> = (0..PEOPLE).map(|it| format!("member{it}")).collect();
        for username in &names {
            let user = json!({
                "username": username, "email": format!("{username}@example.com"), "email_verified": true,
                "password": PASSWORD,
            });
            self.product
                .create(&format!("/pools/{}/users", self.shop.pool), user)
                .await?;
        }
        Ok(names)
    }

    /// A public document, beside the same bytes from a bare server.
    async fn document(&self, path: &str) -> Result<(), Error> {
        self.bytes(path, &self.shop.target(path), "").await
    }

    /// The sign-in page of a run under way, beside the same bytes.
    async fn sign_in_page(&self) -> Result<(), Error> {
        let (target, headers) = sign_in_page(self.shop).await?;
        self.bytes("sign-in page", &target, &headers).await
    }

    async fn bytes(&self, name: &str, target: &str, headers: &str) -> Result<(), Error> {
        let answer = Connection::new(self.port)
            .send("GET", target, headers, b"")
            .await?;
        let kind = answer
            .headers("content-type")
            .next()
            .unwrap_or("text/plain")
            .to_owned();
        let file = self.scratch.join("bytes");
        std::fs::write(&file, &answer.body)?;
        let file = file.to_str().ok_or("a path that is not text")?;
        let bare = Server::yardstick("bytes", &[file, &kind]).await?;
        let yardstick = Side {
            workers: Get::many(CONNECTIONS, bare.port, "/bytes", ""),
            process: bare.id(),
        };
        let workers = Get::many(CONNECTIONS, self.port, target, headers);
        compare(name, self.side(workers), "same bytes", yardstick).await
    }

    async fn password_sign_in(&self, names: &[String]) -> Result<(), Error> {
        let worker = |name: &String| WithPassword {
            shop: self.shop.clone(),
            username: name.clone(),
        };
        let workers = names.iter().take(8).map(worker).collect();
        let hasher = Server::yardstick("hash", &[]).await?;
        compare_to_hashes("password sign-in to tokens", self.side(workers), &hasher).await
    }

    async fn silent_sign_in(&self, names: &[String]) -> Result<(), Error> {
        let mut workers = Vec::new();
        for name in names {
            workers.push(Silent::new(self.shop, name).await?);
        }
        let (rotation, yardstick) = self.rotation("silent.db").await?;
        compare(
            "silent sign-in to tokens",
            self.side(workers),
            "rotation + 2 ES256",
            yardstick,
        )
        .await?;
        rotation.stop()
    }

    async fn refresh(&self, names: &[String]) -> Result<(), Error> {
        let mut workers = Vec::new();
        for name in names {
            let (_, tokens) = walk(self.shop, name).await?;
            let token = text(&tokens, "refresh_token")?;
            workers.push(Refresh::new(
                self.port,
                &self.shop.target("/oauth2/token"),
                &self.shop.people.basic,
                token,
            ));
        }
        let (rotation, yardstick) = self.rotation("refresh.db").await?;
        compare(
            "refresh with rotation",
            self.side(workers),
            "rotation + 2 ES256",
            yardstick,
        )
        .await?;
        rotation.stop()
    }

    /// The durable prototype, and those who drive it.
    async fn rotation(&self, file: &str) -> Result<(Server, Side<PostForm>), Error> {
        let file = self.scratch.join(file);
        let server = Server::yardstick(
            "rotation",
            &[file.to_str().ok_or("a path that is not text")?],
        )
        .await?;
        let body = "grant_type=refresh_token&refresh_token=mgr_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
        let workers = PostForm::many(
            PEOPLE,
            server.port,
            "/rotate",
            &self.shop.people.basic,
            body,
        );
        let side = Side {
            workers,
            process: server.id(),
        };
        Ok((server, side))
    }

    async fn client_credentials(&self) -> Result<(), Error> {
        let signer = Server::yardstick("token", &[]).await?;
        let (headers, body) = (&self.shop.machines.basic, "grant_type=client_credentials");
        let yardstick = PostForm::many(CONNECTIONS, signer.port, "/token", headers, body);
        let workers = PostForm::many(
            CONNECTIONS,
            self.port,
            &self.shop.target("/oauth2/token"),
            headers,
            body,
        );
        let yardstick = Side {
            workers: yardstick,
            process: signer.id(),
        };
        compare(
            "client_credentials",
            self.side(workers),
            "form + ES256",
            yardstick,
        )
        .await
    }

    async fn userinfo(&self, names: &[String]) -> Result<(), Error> {
        let mut workers = Vec::new();
        let target = self.shop.target("/oauth2/userinfo");
        let mut headers = String::new();
        for name in names {
            let (_, tokens) = walk(self.shop, name).await?;
            headers = format!(
                "Authorization: Bearer {}\r\n",
                text(&tokens, "access_token")?
            );
            workers.extend(Get::many(
                CONNECTIONS / PEOPLE,
                self.port,
                &target,
                &headers,
            ));
        }
        let answer = Connection::new(self.port)
            .send("GET", &target, &headers, b"")
            .await?;
        let file = self.scratch.join("userinfo");
        std::fs::write(&file, &answer.body)?;
        let file = file.to_str().ok_or("a path that is not text")?;
        let bare = Server::yardstick("bytes", &[file, "application/json"]).await?;
        let yardstick = Side {
            workers: Get::many(CONNECTIONS, bare.port, "/bytes", &headers),
            process: bare.id(),
        };
        compare("userinfo", self.side(workers), "same bytes", yardstick).await
    }

    async fn create_user(&self) -> Result<(), Error> {
        let file = self.scratch.join("insert.db");
        let server =
            Server::yardstick("insert", &[file.to_str().ok_or("a path that is not text")?]).await?;
        let workers = PostForm::many(PEOPLE, server.port, "/insert", "", "username=person");
        let yardstick = Side {
            workers,
            process: server.id(),
        };
        let next = Rc::new(Cell::new(OTHERS));
        let workers = CreateUser::many(PEOPLE, self.port, &self.shop.pool, &next);
        compare(
            "create user",
            self.side(workers),
            "durable insert",
            yardstick,
        )
        .await
    }
}
