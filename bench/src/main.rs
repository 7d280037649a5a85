//! Measures the product beside yardsticks taken in the same minute.
//!
//! `moongate-bench run BINARY [workload]` starts the product on core 0 and drives it from core 1;
//! `moongate-bench yardstick KIND …` is one of the servers that it is compared with. `bin/bench`
//! builds both and calls the first. Figures are printed as they come; nothing is judged here.

mod connection;
mod form;
mod load;
mod process;
mod product;
mod report;
mod run;
mod visitor;
mod workloads;
mod yardstick;

/// Anything that stops a measurement.
type Error = Box<dyn std::error::Error>;

fn main() -> Result<(), Error> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    // Every task of the generator runs on this one thread, which bin/bench pins to a core.
    let here = tokio::task::LocalSet::new();
    match words.as_slice() {
        ["run", binary] => here.block_on(&runtime, run::all(binary, None)),
        ["run", binary, workload] => here.block_on(&runtime, run::all(binary, Some(workload))),
        ["yardstick", kind, rest @ ..] => here.block_on(&runtime, yardstick::serve(kind, rest)),
        _ => Err("usage: moongate-bench run BINARY [workload]".into()),
    }
}
