use axum::body::Body;
use axum::http::Request;
use tower::ServiceExt;

use super::*;

/// Guide 11: shades are moved until contrast holds, whatever the administrator picked.
#[test]
fn every_colour_gives_readable_text_buttons_and_focus_rings() {
    let steps = [0u8, 36, 73, 109, 146, 182, 219, 255];
    for at in 0..512 {
        let picked = Rgb(steps[at / 64], steps[at / 8 % 8], steps[at % 8]);
        let (light, dark) = shades(picked);
        for (shades, grounds) in [(light, LIGHT_GROUNDS), (dark, DARK_GROUNDS)] {
            assert!(
                shades.on_brand.contrast(shades.brand) >= TEXT,
                "{picked} button"
            );
            assert!(
                shades.on_brand.contrast(shades.hover) >= TEXT,
                "{picked} button under the pointer"
            );
            assert!(
                shades.text.contrast(shades.soft) >= TEXT,
                "{picked} text on its soft ground"
            );
            for ground in grounds {
                assert!(shades.text.contrast(ground) >= TEXT, "{picked} text");
                assert!(shades.focus.contrast(ground) >= RING, "{picked} focus");
            }
        }
    }
}

#[test]
fn a_good_colour_is_left_as_it_is() {
    let spruce = Rgb(0x0b, 0x7a, 0x5c);
    assert_eq!(shades(spruce).0.brand, spruce);
    assert!(theme_css(spruce).starts_with(":root { --brand: #0b7a5c;"));
}

#[test]
fn only_a_colour_is_a_colour() {
    assert_eq!("#0B7a5c".parse(), Ok(Rgb(0x0b, 0x7a, 0x5c)));
    for wrong in ["", "#fff", "red", "0b7a5c;}", "#0b7a5g", "#+b7a5c", "网网"] {
        assert_eq!(wrong.parse::<Rgb>(), Err(NotAColour), "{wrong}");
    }
}

#[tokio::test]
async fn the_sheet_of_a_colour_is_found_and_nothing_else_is() {
    let status = async |url: &str| {
        let request = Request::get(url).body(Body::empty()).unwrap();
        routes::<()>().oneshot(request).await.unwrap().status()
    };
    assert_eq!(status(&theme_url(Rgb(1, 2, 3))).await, StatusCode::OK);
    for wrong in [
        "/theme/010203-0.css",
        "/theme/010203.css",
        "/theme/x-1.css",
        "/theme/%2e%2e-1.css",
        "/theme/01020A-1.css",
    ] {
        assert_eq!(status(wrong).await, StatusCode::NOT_FOUND, "{wrong}");
    }
}
