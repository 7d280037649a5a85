//! The binary. Everything it does is in the library beside it.

use std::process::ExitCode;

fn main() -> ExitCode {
    moongate_server::commands::run()
}
