//! What a browser calls itself, in words people know.

/// Browsers by the mark in their name; the first that fits counts, as most claim to be several.
const BROWSERS: [(&str, &str); 12] = [
    ("MicroMessenger/", "WeChat"),
    ("AlipayClient/", "Alipay"),
    ("QQ/", "QQ"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];

/// Systems, likewise; `true` for those one holds in the hand.
const SYSTEMS: [(&str, &str, bool); 8] = [
    ("iPhone", "iPhone", true),
    ("iPad", "iPad", true),
    ("HarmonyOS", "HarmonyOS", true),
    ("Android", "Android", true),
    ("Windows", "Windows", false),
    ("Macintosh", "macOS", false),
    ("CrOS", "ChromeOS", false),
    ("Linux", "Linux", false),
];

/// A device as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Browser and system, such as `Chrome · macOS`; empty if neither is known.
    pub name: String,
    /// Whether it is a phone or tablet.
    pub is_handheld: bool,
}

impl Device {
    /// Reads a `User-Agent` header (RFC 9110, section 10.1.5). A guess for people, never for decisions.
    pub fn of(user_agent: &str) -> Self {
        let browser = BROWSERS
            .iter()
            .find(|(mark, _)| user_agent.contains(mark))
            .map(|(_, name)| *name);
        let system = SYSTEMS.iter().find(|(mark, ..)| user_agent.contains(mark));
        let parts = [browser, system.map(|(_, name, _)| *name)];
        Self {
            name: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            is_handheld: system.is_some_and(|(.., handheld)| *handheld),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_browsers_are_told_apart() {
        let chrome = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
        let wechat = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.60";
        assert_eq!(
            Device::of(chrome),
            Device {
                name: "Chrome · macOS".into(),
                is_handheld: false
            }
        );
        assert_eq!(
            Device::of(wechat),
            Device {
                name: "WeChat · iPhone".into(),
                is_handheld: true
            }
        );
        assert_eq!(
            Device::of(&format!("{chrome} Edg/156.0")).name,
            "Edge · macOS"
        );
        assert_eq!(
            Device::of(""),
            Device {
                name: String::new(),
                is_handheld: false
            }
        );
    }
}
