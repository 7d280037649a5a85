//! Everything that speaks HTTP.

pub mod assets;
#[cfg(test)]
mod html_check;
pub mod pages;
pub mod theme;
