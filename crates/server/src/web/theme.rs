//! A pool's or application's colour as a style sheet that keeps every contrast.
//!
//! Owns the arithmetic and the address `/theme/{colour}-{version}.css`. The address holds the colour itself, so
//! nothing is stored and nothing but validated tokens can reach the sheet.

use std::fmt;
use std::str::FromStr;

use axum::Router;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::assets::{IMMUTABLE, has_tag};

/// Text needs 4.5:1, a focus ring 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
const TEXT: f64 = 4.5;
const RING: f64 = 3.0;

const WHITE: Rgb = Rgb(255, 255, 255);
const INK: Rgb = Rgb(0, 0, 0);
/// Grounds that brand-coloured text stands on; the same values as `--surface`, `--bg` in `tokens.css`.
const LIGHT_GROUNDS: [Rgb; 2] = [WHITE, Rgb(0xf6, 0xf7, 0xf9)];
const DARK_GROUNDS: [Rgb; 2] = [Rgb(0x17, 0x1c, 0x25), Rgb(0x22, 0x2a, 0x37)];

/// A colour in sRGB. Its text form is `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// The text is not `#` and six hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAColour;

impl FromStr for Rgb {
    type Err = NotAColour;

    fn from_str(text: &str) -> Result<Self, NotAColour> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        if digits.len() != 6 || !digits.bytes().all(|it| it.is_ascii_hexdigit()) {
            return Err(NotAColour);
        }
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| NotAColour);
        Ok(Self(part(0)?, part(2)?, part(4)?))
    }
}

impl Rgb {
    fn mix(self, other: Self, share: f64) -> Self {
        let one =
            |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
        Self(
            one(self.0, other.0),
            one(self.1, other.1),
            one(self.2, other.2),
        )
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// Contrast ratio between two colours, 1 to 21 (WCAG 2.2).
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// This colour, moved towards `end` only as far as `good` needs.
    fn towards(self, end: Self, good: impl Fn(Self) -> bool) -> Self {
        (0..=50)
            .map(|step| self.mix(end, f64::from(step) / 50.0))
            .find(|it| good(*it))
            .unwrap_or(end)
    }
}

/// The tokens one mode overrides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shades {
    /// Ground of buttons.
    pub brand: Rgb,
    /// The same under the pointer.
    pub hover: Rgb,
    /// Links and marks on the page's grounds.
    pub text: Rgb,
    /// Ground of marked areas.
    pub soft: Rgb,
    /// Text on `brand`.
    pub on_brand: Rgb,
    /// Focus ring.
    pub focus: Rgb,
}

/// The shades of a colour on light and on dark pages.
pub fn shades(brand: Rgb) -> (Shades, Shades) {
    (light(brand), dark(brand))
}

/// White text where a little darkening is enough for it, black text on colours that are bright by nature.
fn with_text(brand: Rgb) -> (Rgb, Rgb) {
    if brand.contrast(WHITE) >= 2.6 {
        (brand.towards(INK, |it| it.contrast(WHITE) >= TEXT), WHITE)
    } else {
        (brand, INK)
    }
}

fn hover(brand: Rgb, on_brand: Rgb) -> Rgb {
    brand.mix(if on_brand == WHITE { INK } else { WHITE }, 0.14)
}

fn light(colour: Rgb) -> Shades {
    let (brand, on_brand) = with_text(colour);
    let soft = brand.mix(WHITE, 0.91);
    let grounds = [LIGHT_GROUNDS[0], LIGHT_GROUNDS[1], soft];
    let holds =
        |least: f64| move |it: Rgb| grounds.iter().all(|ground| it.contrast(*ground) >= least);
    Shades {
        brand,
        hover: hover(brand, on_brand),
        text: brand.towards(INK, holds(TEXT)),
        soft,
        on_brand,
        focus: brand.towards(INK, holds(RING)),
    }
}

fn dark(colour: Rgb) -> Shades {
    let (fitted, on_brand) = with_text(colour);
    let visible = |it: Rgb| it.contrast(DARK_GROUNDS[0]) >= RING;
    let brand = fitted.towards(WHITE, visible);
    let brand = if on_brand == WHITE {
        brand.towards(INK, |it| it.contrast(WHITE) >= TEXT)
    } else {
        brand
    };
    let soft = brand.mix(DARK_GROUNDS[0], 0.78);
    let grounds = [DARK_GROUNDS[0], DARK_GROUNDS[1], soft];
    let text = brand.towards(WHITE, |it| {
        grounds.iter().all(|ground| it.contrast(*ground) >= TEXT)
    });
    Shades {
        brand,
        hover: hover(brand, on_brand),
        text,
        soft,
        on_brand,
        focus: text,
    }
}

/// The style sheet of a colour, to be linked after the product's own.
pub fn theme_css(brand: Rgb) -> String {
    let (light, dark) = shades(brand);
    let block = |it: Shades| {
        format!(
            "--brand: {}; --brand-hover: {}; --brand-text: {}; --brand-soft: {}; --on-brand: {}; --focus: {};",
            it.brand, it.hover, it.text, it.soft, it.on_brand, it.focus
        )
    };
    let (light, dark) = (block(light), block(dark));
    format!(
        ":root {{ {light} }}\n:root[data-theme=\"dark\"] {{ {dark} }}\n\
         @media (prefers-color-scheme: dark) {{ :root[data-theme=\"system\"] {{ {dark} }} }}\n"
    )
}

/// Version of the arithmetic above: a change of it changes every address.
const VERSION: u8 = 1;

/// The address of a colour's style sheet.
pub fn theme_url(brand: Rgb) -> String {
    format!(
        "/theme/{}-{VERSION}.css",
        brand.to_string().trim_start_matches('#')
    )
}

/// Serves `/theme/{colour}-{version}.css`.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/theme/{file}", get(serve))
}

async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let colour = file.split('-').next().and_then(|it| it.parse::<Rgb>().ok());
    let Some(brand) =
        colour.filter(|it| theme_url(*it).strip_prefix("/theme/") == Some(file.as_str()))
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let etag = format!("\"{}\"", file.trim_end_matches(".css"));
    let common = [(CACHE_CONTROL, IMMUTABLE.to_owned()), (ETAG, etag.clone())];
    if has_tag(&headers, &etag) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    (
        common,
        [(CONTENT_TYPE, "text/css; charset=utf-8")],
        theme_css(brand),
    )
        .into_response()
}

#[cfg(test)]
mod tests;
