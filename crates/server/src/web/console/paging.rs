//! Pages of a list that has cursors: how to go on, and back the way one came.

use super::views::ConsoleFrame;
use super::views::parts::Pager;
use crate::web::params::Params;

/// Offered page sizes; the first is the usual one.
const SIZES: [u32; 4] = [10, 20, 50, 100];
/// Pages that Previous remembers.
const LONGEST_TRAIL: usize = 40;

/// Where a list stands.
#[derive(Debug, Clone)]
pub struct Paging {
    /// Rows on a page.
    pub limit: u32,
    /// Where the page begins; nothing on the first one.
    pub cursor: Option<String>,
    trail: Vec<String>,
    from: u64,
}

impl Paging {
    /// Reads `limit`, `cursor`, `trail` and `from`.
    pub fn read(query: &Params) -> Self {
        let number = |name| query.given(name).and_then(|it| it.parse::<u32>().ok());
        let trail = query.given("trail").unwrap_or_default();
        Self {
            limit: number("limit")
                .filter(|it| SIZES.contains(it))
                .unwrap_or(SIZES[0]),
            cursor: query.given("cursor").map(str::to_owned),
            trail: trail
                .split('~')
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect(),
            from: number("from").unwrap_or(1).max(1).into(),
        }
    }

    /// How many rows to ask for: one more than is shown tells whether there is another page.
    pub fn asked(&self) -> u32 {
        self.limit + 1
    }

    /// Cuts the rows to the page; says where the next one begins.
    pub fn cut<T>(&self, rows: &mut Vec<T>, cursor: impl Fn(&T) -> String) -> Option<String> {
        let more = rows.len() > self.limit as usize;
        rows.truncate(self.limit as usize);
        rows.last().filter(|_| more).map(cursor)
    }

    /// The pager. `path` and `kept` are the list's address with its filters.
    pub fn pager(
        &self,
        frame: &ConsoleFrame,
        (path, kept): (&str, &[(String, String)]),
        shown: usize,
        next: Option<String>,
        total: Option<u64>,
    ) -> Pager {
        let address = |more: &[(&str, String)]| {
            let mut pairs: Vec<(&str, &str)> = kept
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            pairs.extend(more.iter().map(|(name, value)| (*name, value.as_str())));
            with_query(path, &pairs)
        };
        let shown = shown as u64;
        let to = self.from + shown.saturating_sub(1);
        let limit = ("limit", self.limit.to_string());
        let mut trail = self.trail.clone();
        // The first page has no cursor; a dot stands for it.
        trail.push(self.cursor.clone().unwrap_or_else(|| ".".to_owned()));
        if trail.len() > LONGEST_TRAIL {
            trail.remove(0);
        }
        let mut back = self.trail.clone();
        let previous = match (back.pop(), &self.cursor) {
            (Some(cursor), _) if cursor != "." => Some(address(&[
                limit.clone(),
                ("cursor", cursor),
                ("trail", back.join("~")),
                (
                    "from",
                    self.from
                        .saturating_sub(self.limit.into())
                        .max(1)
                        .to_string(),
                ),
            ])),
            (Some(_), _) | (None, Some(_)) => Some(address(std::slice::from_ref(&limit))),
            (None, None) => None,
        };
        let is_short = next.is_none() && self.cursor.is_none() && shown <= u64::from(SIZES[0]);
        Pager {
            previous,
            next: next.map(|cursor| {
                address(&[
                    limit.clone(),
                    ("cursor", cursor),
                    ("trail", trail.join("~")),
                    ("from", (to + 1).to_string()),
                ])
            }),
            sizes: if is_short {
                Vec::new()
            } else {
                SIZES
                    .into_iter()
                    .map(|size| {
                        let href = address(&[("limit", size.to_string())]);
                        (size, href, size == self.limit)
                    })
                    .collect()
            },
            ..Pager::new(frame, self.from, to, total)
        }
    }
}

/// An address with a query.
pub fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let query = serde_urlencoded::to_string(pairs).unwrap_or_default();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}
