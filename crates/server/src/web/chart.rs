//! Charts as SVG geometry: no script, the same in print, dark mode and without colour (guide 10).
//!
//! Owns the arithmetic only. Axis texts are HTML beside the drawing; colours are classes of the style sheet.

use std::fmt::Write;

/// One or two lines over a ground that starts at zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// The upper line.
    pub first: String,
    /// The area under it.
    pub area: String,
    /// The other line, empty if there is none.
    pub second: String,
    /// Values beside the grid, from top to bottom.
    pub axis: Vec<u64>,
}

impl Lines {
    /// A small line that fills its box from its least to its greatest value.
    pub fn fitted(values: &[u64], width: f64, height: f64) -> Self {
        let (least, most) = (
            values.iter().min().copied().unwrap_or(0),
            values.iter().max().copied().unwrap_or(0),
        );
        let span = most.saturating_sub(least).max(1) as f64;
        let y =
            |value: u64| height * 0.93 - (value.saturating_sub(least)) as f64 / span * height * 0.7;
        let first = path(values, width, y);
        Self {
            area: area(&first, width, height),
            first,
            second: String::new(),
            axis: Vec::new(),
        }
    }

    /// Two lines on one scale.
    pub fn two(first: &[u64], second: &[u64], width: f64, height: f64) -> Self {
        let top = round_up(first.iter().chain(second).max().copied().unwrap_or(0), 3);
        let y = |value: u64| height - value as f64 / top as f64 * height;
        let line = path(first, width, y);
        Self {
            area: area(&line, width, height),
            first: line,
            second: path(second, width, y),
            axis: axis(top, 3),
        }
    }
}

/// Bars over a ground that starts at zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// Left edge, top, width and height of each.
    pub bars: Vec<[String; 4]>,
    /// Values beside the grid, from top to bottom.
    pub axis: Vec<u64>,
}

impl Bars {
    /// A bar per value.
    pub fn new(values: &[u64], width: f64, height: f64) -> Self {
        let top = round_up(values.iter().max().copied().unwrap_or(0), 2);
        let slot = width / values.len().max(1) as f64;
        let bar = |(place, value): (usize, &u64)| {
            let tall = *value as f64 / top as f64 * height;
            let left = place as f64 * slot + slot * 0.25;
            [left, height - tall, slot * 0.5, tall].map(|it| format!("{it:.1}"))
        };
        Self {
            bars: values.iter().enumerate().map(bar).collect(),
            axis: axis(top, 2),
        }
    }
}

fn path(values: &[u64], width: f64, y: impl Fn(u64) -> f64) -> String {
    let step = width / values.len().saturating_sub(1).max(1) as f64;
    let mut out = String::new();
    for (place, value) in values.iter().enumerate() {
        let letter = if place == 0 { 'M' } else { 'L' };
        write!(out, "{letter}{:.1} {:.1}", place as f64 * step, y(*value))
            .expect("writing to a string cannot fail");
    }
    out
}

fn area(line: &str, width: f64, height: f64) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!("{line}L{width:.1} {height:.1}L0 {height:.1}z")
    }
}

/// The next round number that `parts` divide evenly: 1, 2, 2.5 or 5 times a power of ten per part.
fn round_up(most: u64, parts: u64) -> u64 {
    let mut unit = 1_u64;
    loop {
        for step in [unit, 2 * unit, (5 * unit).div_ceil(2), 5 * unit] {
            if step * parts >= most.max(1) {
                return step * parts;
            }
        }
        unit = unit.saturating_mul(10);
        if unit > u64::MAX / 100 {
            return most;
        }
    }
}

fn axis(top: u64, parts: u64) -> Vec<u64> {
    (0..=parts).rev().map(|at| top / parts * at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_starts_at_zero_and_ends_at_a_round_number() {
        assert_eq!(
            Lines::two(&[12_700, 9_000], &[140, 90], 720.0, 132.0).axis,
            [15_000, 10_000, 5_000, 0]
        );
        assert_eq!(Bars::new(&[3, 1], 720.0, 64.0).axis, [4, 2, 0]);
        assert_eq!(Bars::new(&[], 720.0, 64.0).bars.len(), 0);
    }

    #[test]
    fn days_without_anything_lie_on_the_ground() {
        let lines = Lines::two(&[0, 0], &[0, 0], 100.0, 50.0);
        assert_eq!(lines.first, "M0.0 50.0L100.0 50.0");
        assert_eq!(Lines::fitted(&[], 120.0, 34.0).area, "");
    }
}
