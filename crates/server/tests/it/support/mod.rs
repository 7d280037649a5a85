//! The actors of the tests: the product itself, visitors with a browser, people with accounts, applications.

mod app;
mod client;
mod database;
mod html;
mod page;
mod person;
mod script;
mod visitor;

pub use app::{ADMIN, TestApp};
pub use client::Client;
pub use html::unescape;
pub use page::Page;
pub use person::Person;
pub use script::{Answer, Script};
pub use visitor::Visitor;
