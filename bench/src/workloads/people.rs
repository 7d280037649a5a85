//! Makes and finds users through the management API.

use std::cell::Cell;
use std::rc::Rc;

use serde_json::{Value, json};

use crate::Error;
use crate::connection::Connection;
use crate::load::Worker;
use crate::product::{create, read};

/// Makes users without a password, numbered by a counter that all workers share.
pub struct CreateUser {
    connection: Connection,
    pool: String,
    next: Rc<Cell<u32>>,
}

impl CreateUser {
    /// Some workers, each on its own connection.
    pub fn many(count: usize, port: u16, pool: &str, next: &Rc<Cell<u32>>) -> Vec<Self> {
        let one = || Self {
            connection: Connection::new(port),
            pool: pool.into(),
            next: Rc::clone(next),
        };
        (0..count).map(|_| one()).collect()
    }
}

impl Worker for CreateUser {
    async fn step(&mut self) -> Result<(), Error> {
        let number = self.next.get();
        self.next.set(number + 1);
        let user = json!({
            "username": username(number),
            "nickname": format!("Person {number}"),
            "email": format!("{}@example.com", username(number)),
            "email_verified": true,
        });
        create(
            &mut self.connection,
            &format!("/pools/{}/users", self.pool),
            &user,
        )
        .await
        .map(drop)
    }
}

/// Finds one user among all by the beginning of the name.
pub struct Search {
    connection: Connection,
    pool: String,
    people: u32,
    turn: u32,
}

impl Search {
    /// Some workers who look for different people.
    pub fn many(count: u32, port: u16, pool: &str, people: u32) -> Vec<Self> {
        let one = |turn| Self {
            connection: Connection::new(port),
            pool: pool.into(),
            people,
            turn: turn * 1009,
        };
        (0..count).map(one).collect()
    }
}

impl Worker for Search {
    async fn step(&mut self) -> Result<(), Error> {
        self.turn = (self.turn + 7919) % self.people;
        let name = username(self.turn);
        let body = read(
            &mut self.connection,
            &format!("/pools/{}/users?search={name}&limit=10", self.pool),
        )
        .await?;
        let page: Value = serde_json::from_slice(&body)?;
        match page["items"].as_array() {
            Some(items) if !items.is_empty() => Ok(()),
            _ => Err(format!("{name} was not found: {page}").into()),
        }
    }
}

/// The name of the user with that number.
fn username(number: u32) -> String {
    format!("person{number:06}")
}
