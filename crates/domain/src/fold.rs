//! The canonical form under which names are compared: compatibility composition and Unicode case folding.

use unicode_normalization::UnicodeNormalization;

/// Folds a text so that spellings which differ only in case, width or composition become equal
/// (Unicode Standard, section 3.13, compatibility caseless matching).
///
/// The two Turkish i's count as the plain one: upper- and lower-casing in other places maps them onto
/// each other, and a name must not change hands there.
pub fn fold(text: &str) -> String {
    let folded: String = caseless::default_case_fold_str(&text.nfkc().collect::<String>())
        .nfkc()
        .collect();
    // The second round folds what composition brought back (U+0345, U+03D3 and their kind).
    let folded: String = caseless::default_case_fold_str(&folded).nfkc().collect();
    folded.replace("i\u{307}", "i").replace('ı', "i")
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn spellings_of_one_name_fold_to_one_key() {
        // W15, T26
        for (a, b) in [
            ("Admin", "admin"),
            ("ａｄｍｉｎ", "admin"),
            ("ADMİN", "admin"),
            ("admın", "admin"),
            ("é", "e\u{301}"),
            ("Straße", "STRASSE"),
            ("ΣΊΣΥΦΟΣ", "σίσυφος"),
            ("ﬁne", "fine"),
            ("Ⅷ", "viii"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
        assert_ne!(
            fold("аdmin"),
            fold("admin"),
            "Cyrillic is refused elsewhere, not folded"
        );
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["İı", "\u{345}", "ϓ", "ǅ", "㎒", "ẞ", "Ω"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }
}
