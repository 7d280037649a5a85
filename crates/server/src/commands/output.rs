//! Standard output. A reader that has enough, such as `head`, ends a command quietly.

use std::io::{ErrorKind, Write};

use super::error::{self, CommandError};

/// Prints text as it is.
pub fn print(text: &str) -> Result<(), CommandError> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(err) if err.kind() != ErrorKind::BrokenPipe => {
            Err(error::unexpected("write to standard output", &err))
        }
        _ => Ok(()),
    }
}

/// Prints lines.
pub fn print_lines<T: AsRef<str>>(lines: impl IntoIterator<Item = T>) -> Result<(), CommandError> {
    let mut text = String::new();
    for line in lines {
        text.push_str(line.as_ref());
        text.push('\n');
    }
    print(&text)
}
