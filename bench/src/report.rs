//! Prints figures as a table, row by row.

use crate::load::Measure;

/// Prints the head of the table of rates.
pub fn rates() {
    println!(
        "\n| workload | per second | yardstick | ratio | p50 ms | p95 ms | p99 ms | server µs | generator | others |"
    );
    println!("|---|---:|---|---:|---:|---:|---:|---:|---:|---:|");
}

/// Prints one rate beside what it is compared with; `ratio` is the median of the pairs.
pub fn rate(workload: &str, it: &Measure, yardstick: &str, limit: f64, ratio: f64) {
    println!(
        "| {workload} | {:.0} | {yardstick} {limit:.0} | {:.0} % | {:.2} | {:.2} | {:.2} | {:.0} | {:.0} % | {:.0} % |",
        it.rate,
        ratio * 100.0,
        it.p50 / 1e3,
        it.p95 / 1e3,
        it.p99 / 1e3,
        it.server_cpu,
        it.generator,
        it.others,
    );
}

/// Prints the head of the table of sizes and times.
pub fn sizes() {
    println!("\n| what | figure | goal |");
    println!("|---|---:|---:|");
}

/// Prints one of them.
pub fn size(what: &str, figure: f64, unit: &str, goal: &str) {
    println!("| {what} | {figure:.1} {unit} | {goal} |");
}

/// The one in the middle.
pub fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}
