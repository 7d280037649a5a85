//! What the kernel says about processes: processor time, memory, and time taken by others.

use crate::Error;

/// The kernel counts processor time in hundredths of a second.
const TICKS: f64 = 100.0;

/// Processor time of a process so far, in seconds.
pub fn cpu_seconds(process: u32) -> Result<f64, Error> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name in parentheses may hold blanks.
    let rest = stat.rsplit(')').next().ok_or("no stat")?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    Ok((fields[11].parse::<f64>()? + fields[12].parse::<f64>()?) / TICKS)
}

/// Resident memory of a process, in megabytes.
pub fn resident_mb(process: u32) -> Result<f64, Error> {
    memory(process, "VmRSS:")
}

/// The most resident memory that a process ever had, in megabytes.
pub fn peak_mb(process: u32) -> Result<f64, Error> {
    memory(process, "VmHWM:")
}

fn memory(process: u32, name: &str) -> Result<f64, Error> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status
        .lines()
        .find_map(|it| it.strip_prefix(name))
        .ok_or("no memory in status")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
}

/// The processor time of the whole machine at one moment.
pub struct Machine {
    busy: f64,
    all: f64,
}

impl Machine {
    /// Reads it.
    pub fn now() -> Result<Self, Error> {
        let stat = std::fs::read_to_string("/proc/stat")?;
        let line = stat.lines().next().ok_or("no stat")?;
        let ticks: Vec<f64> = line
            .split_whitespace()
            .skip(1)
            .take(8)
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        // user nice system idle iowait irq softirq steal
        let all: f64 = ticks.iter().sum();
        Ok(Self {
            busy: (all - ticks[3] - ticks[4]) / TICKS,
            all: all / TICKS,
        })
    }

    /// Percent of the machine that others than we, who used `ours` seconds, took since then.
    pub fn others_since(&self, ours: f64) -> Result<f64, Error> {
        let now = Self::now()?;
        Ok(((now.busy - self.busy - ours) / (now.all - self.all) * 100.0).max(0.0))
    }
}
