//! Pages of lists: a limit, filters by name, and a cursor that only continues the list it came from (A4, T40).

use axum::Json;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use moongate_service::sealing::{Keyring, Purpose};
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::bad_query;
use crate::web::error::Failure;
use crate::web::params::Params;

const DEFAULT: u32 = 50;
const MOST: u32 = 100;
const MAC: usize = 32;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    /// The objects.
    pub items: Vec<T>,
    /// Continues the list as `?cursor=`; `null` at its end.
    pub next_cursor: Option<String>,
    /// How many there are in all, if `?count=` asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
}

impl<T> List<T> {
    /// A list that is never longer than one page.
    pub fn whole(items: Vec<T>) -> Json<Self> {
        Json(Self {
            items,
            next_cursor: None,
            total: None,
        })
    }
}

/// What was asked of a list.
pub struct Page<'a> {
    keyring: &'a Keyring,
    /// What the cursor is bound to: the list and its filters.
    bound_to: String,
    limit: u32,
    /// Where the page before ended.
    pub after: Option<String>,
    /// Whether the number of all is wanted.
    pub counted: bool,
}

impl<'a> Page<'a> {
    /// Reads the parameters of the list `name`; `filters` are those it has besides.
    pub fn read(
        keyring: &'a Keyring,
        name: &str,
        params: &Params,
        filters: &[&str],
    ) -> Result<Self, Failure> {
        only(params, &[&["limit", "cursor", "count"], filters].concat())?;
        let limit = match params.get("limit") {
            None => DEFAULT,
            Some(text) => text
                .parse()
                .ok()
                .filter(|it| (1..=MOST).contains(it))
                .ok_or_else(bad_limit)?,
        };
        let counted = match params.get("count") {
            None => false,
            Some("exact" | "estimate") => true,
            Some(_) => return Err(bad_query("count", "field.unknown_choice")),
        };
        let mut bound_to = name.to_owned();
        for filter in filters {
            let value = params.get(filter).unwrap_or_default();
            bound_to.push_str(&format!("\n{}:{value}", value.len()));
        }
        let mut page = Self {
            keyring,
            bound_to,
            limit,
            after: None,
            counted,
        };
        if let Some(cursor) = params.get("cursor") {
            let opened = page.open(cursor);
            page.after = Some(opened.ok_or_else(|| bad_query("cursor", "cursor.invalid"))?);
        }
        Ok(page)
    }

    /// How many to ask the store for: one more than is shown tells whether there is another page.
    pub fn wanted(&self) -> u32 {
        self.limit + 1
    }

    /// The page of what was found; `place` is where an object stands in the list, `view` what is shown of it.
    pub fn list<T, V>(
        &self,
        mut found: Vec<T>,
        place: impl Fn(&T) -> String,
        view: impl FnMut(T) -> V,
    ) -> List<V> {
        let limit = self.limit as usize;
        let more = found.len() > limit;
        found.truncate(limit);
        let next_cursor = found
            .last()
            .filter(|_| more)
            .map(|it| self.seal(&place(it)));
        List {
            items: found.into_iter().map(view).collect(),
            next_cursor,
            total: None,
        }
    }

    fn parts<'b>(&'b self, place: &'b str) -> [&'b [u8]; 2] {
        [self.bound_to.as_bytes(), place.as_bytes()]
    }

    fn seal(&self, place: &str) -> String {
        let mut bytes = self
            .keyring
            .mac(Purpose::Cursor, &self.parts(place))
            .to_vec();
        bytes.extend_from_slice(place.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn open(&self, cursor: &str) -> Option<String> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (mac, place) = bytes.split_at_checked(MAC)?;
        let place = std::str::from_utf8(place).ok()?;
        let ours = self
            .keyring
            .verify_mac(Purpose::Cursor, &self.parts(place), mac);
        ours.then(|| place.to_owned())
    }
}

/// Refuses parameters that this address does not have.
pub fn only(params: &Params, known: &[&str]) -> Result<(), Failure> {
    match params.pairs().find(|(name, _)| !known.contains(name)) {
        Some((name, _)) => {
            let name: String = name
                .chars()
                .filter(|it| !it.is_control())
                .take(64)
                .collect();
            Err(bad_query(&name, "field.unknown"))
        }
        None => Ok(()),
    }
}

fn bad_limit() -> Failure {
    let error = moongate_domain::FieldError::new("limit", "number.out_of_range")
        .with("min", 1)
        .with("max", MOST);
    Failure::invalid(axum::http::StatusCode::BAD_REQUEST, vec![error])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyring() -> Keyring {
        Keyring::parse(&Keyring::generate()).unwrap()
    }

    fn read<'a>(keyring: &'a Keyring, name: &str, query: &str) -> Result<Page<'a>, String> {
        let params = Params::parse(query.as_bytes()).unwrap();
        Page::read(keyring, name, &params, &["search"]).map_err(|it| it.fields()[0].field.clone())
    }

    #[test]
    fn a_limit_is_between_one_and_a_hundred() {
        // A4, T40
        let keyring = keyring();
        assert_eq!(read(&keyring, "users", "").unwrap().wanted(), 51);
        assert_eq!(read(&keyring, "users", "limit=100").unwrap().wanted(), 101);
        for bad in [
            "0",
            "-1",
            "101",
            "1000000000",
            "99999999999999999999",
            "",
            "ten",
            "1.5",
        ] {
            let refused = read(&keyring, "users", &format!("limit={bad}"));
            assert_eq!(refused.err().as_deref(), Some("limit"), "{bad}");
        }
    }

    #[test]
    fn a_cursor_continues_only_the_list_it_came_from() {
        // A4, T40
        let keyring = keyring();
        let page = read(&keyring, "users pool_1", "limit=1&search=a").unwrap();
        let cursor = page
            .list(vec![1, 2], ToString::to_string, |it| it)
            .next_cursor
            .unwrap();
        let again = |name: &str, query: &str| read(&keyring, name, query).map(|it| it.after);
        assert_eq!(
            again("users pool_1", &format!("search=a&cursor={cursor}")),
            Ok(Some("1".to_owned()))
        );
        for (name, query) in [
            ("users pool_2", format!("search=a&cursor={cursor}")),
            ("users pool_1", format!("search=b&cursor={cursor}")),
            ("users pool_1", format!("search=a&cursor=A{cursor}")),
            ("users pool_1", "search=a&cursor=".to_owned()),
            ("users pool_1", "search=a&cursor=MQ".to_owned()),
        ] {
            assert_eq!(
                again(name, &query),
                Err("cursor".to_owned()),
                "{name} {query}"
            );
        }
    }

    #[test]
    fn the_last_page_has_no_cursor_and_unknown_parameters_are_refused() {
        let keyring = keyring();
        let page = read(&keyring, "users", "limit=2").unwrap();
        let list = page.list(vec![1, 2], ToString::to_string, |it| it);
        assert_eq!((list.items.len(), list.next_cursor), (2, None));
        for (query, field) in [("sort=id;drop", "sort"), ("count=all", "count")] {
            assert_eq!(read(&keyring, "users", query).err().as_deref(), Some(field));
        }
    }
}
