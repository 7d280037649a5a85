//! What the console looks like: one struct per page, plain data in, HTML out.
//!
//! Owns the templates' data and nothing else; the handlers decide who sees what. `parts` holds what several pages
//! are made of; `form` and `confirm` are whole pages for the many that are only fields or only a question.

mod confirm;
mod detail;
mod flows;
mod form;
mod frame;
mod overview;
pub mod parts;
mod plain;
mod setup;
mod table;
mod users;

pub use confirm::Confirm;
pub use detail::{Card, Detail, Note};
pub use flows::{FlowCard, FlowsPage};
pub use form::{Choice, FormField, FormPage, Kind};
pub use frame::{ConsoleFrame, CurrentPool, PoolLink, Section, Toast};
pub use overview::{Attention, Day, FirstUse, Overview, Share, Step, Tile};
pub use plain::Plain;
pub use setup::Setup;
pub use table::{Act, Bulk, Cell, Empty, Listing, MenuItem, Row, Search, Table};
pub use users::{UserRow, Users, user_status};

#[cfg(test)]
mod tests;
