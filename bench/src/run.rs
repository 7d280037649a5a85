//! The whole measurement in its order: start, then each workload in pairs with its yardstick, then
//! the same installation with 100,000 users.

mod pairs;
mod rates;

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::Error;
use crate::load::Worker;
use crate::process;
use crate::product::{Product, Shop};
use crate::report;
use crate::workloads::CreateUser;

/// How many users the large installation has.
const MANY: u32 = 100_000;
/// Restarts that the time to `readyz` is the median of.
const RESTARTS: usize = 5;

/// Runs every workload, or the one that is named.
pub async fn all(binary: &str, only: Option<&str>) -> Result<(), Error> {
    let scratch = Scratch::new()?;
    let mut product = Product::new(binary, &scratch.0.join("product"))?;
    let first = product.start().await?;
    let quiet = process::resident_mb(product.id())?;
    report::sizes();
    let megabytes = std::fs::metadata(binary)?.len() as f64 / (1024.0 * 1024.0);
    report::size("binary", megabytes, "MB", "<= 30 MB");
    report::size(
        "first start, empty directory, to readyz",
        first.as_secs_f64() * 1e3,
        "ms",
        "<= 250 ms",
    );
    report::size(
        "start, empty database, to readyz",
        restart(&mut product).await?,
        "ms",
        "<= 30 ms",
    );
    report::size("resident, idle", quiet, "MB", "<= 25 MB");

    let shop = product.shop().await?;
    rates::all(&product, &shop, &scratch.0, only).await?;
    report::sizes();
    report::size(
        "resident, most under load",
        process::peak_mb(product.id())?,
        "MB",
        "<= 40 MB and 19 MiB a hash worker",
    );
    if only.is_none_or(|it| "100,000 users".contains(it) || "search".contains(it)) {
        crowd(&mut product, &shop).await?;
    }
    product.stop()
}

/// The same with many users.
async fn crowd(product: &mut Product, shop: &Shop) -> Result<(), Error> {
    let next = Rc::new(Cell::new(0));
    let port = product.url().port().expect("a port");
    let began = std::time::Instant::now();
    let fill = |mut worker: CreateUser, next: Rc<Cell<u32>>| async move {
        while next.get() < MANY {
            worker.step().await.map_err(|it| it.to_string())?;
        }
        Ok::<_, String>(())
    };
    let workers = CreateUser::many(32, port, &shop.pool, &next);
    let tasks: Vec<_> = workers
        .into_iter()
        .map(|it| tokio::task::spawn_local(fill(it, Rc::clone(&next))))
        .collect();
    for task in tasks {
        task.await??;
    }
    println!(
        "\n{} users made in {:.0} s",
        MANY,
        began.elapsed().as_secs_f64()
    );

    report::sizes();
    report::size(
        "start, 100,000 users, to readyz",
        restart(product).await?,
        "ms",
        "<= 30 ms",
    );
    report::size(
        "resident, idle, 100,000 users",
        process::resident_mb(product.id())?,
        "MB",
        "<= 25 MB",
    );
    rates::search(product, shop, MANY).await
}

/// The median time of a few restarts, in milliseconds.
async fn restart(product: &mut Product) -> Result<f64, Error> {
    let mut took = Vec::new();
    for _ in 0..RESTARTS {
        product.stop()?;
        took.push(product.start().await?.as_secs_f64() * 1e3);
    }
    Ok(report::median(&took))
}

/// A directory that goes away at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self, Error> {
        let path = std::env::temp_dir().join(format!("moongate-bench.{}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(Path::new(&self.0));
    }
}
