//! What the console looks like: one struct per page, plain data in, HTML out.
//!
//! Owns the templates' data and nothing else; the handlers decide who sees what.

mod setup;

pub use setup::Setup;

#[cfg(test)]
mod tests;
