//! A `User-Agent` header as two names: the browser and the system it ran on. A dozen of common ones; the rest are nobody.

/// Marks in a header and the browsers they mean; the first that is there counts, since most claim to be others too.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("HeadlessChrome/", "HeadlessChrome"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("curl/", "curl"),
];

/// Marks in a header and the systems they mean.
const SYSTEMS: [(&str, &str); 7] = [
    ("Windows NT ", "Windows NT"),
    ("iPhone OS ", "iOS"),
    ("CPU OS ", "iOS"),
    ("Mac OS X ", "macOS"),
    ("Android ", "Android"),
    ("CrOS ", "ChromeOS"),
    ("Linux", "Linux"),
];

/// Name and version of the browser.
pub(crate) fn browser(agent: &str) -> Option<String> {
    let known = BROWSERS.iter().find_map(|(mark, name)| named(agent, mark, name));
    known.or_else(|| agent.contains("Safari/").then(|| named(agent, "Version/", "Safari")).flatten())
}

/// Name and version of the system.
pub(crate) fn system(agent: &str) -> Option<String> {
    SYSTEMS.iter().find_map(|(mark, name)| named(agent, mark, name))
}

fn named(agent: &str, mark: &str, name: &str) -> Option<String> {
    let (_, rest) = agent.split_once(mark)?;
    let length = rest.bytes().position(|byte| !(byte.is_ascii_digit() || matches!(byte, b'.' | b'_')));
    let version = rest[..length.unwrap_or(rest.len())].replace('_', ".");
    Some(if version.is_empty() { name.to_owned() } else { format!("{name} {version}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_agents_are_told_apart() {
        let table = [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36",
                Some("HeadlessChrome 120.0.0.0"),
                Some("Linux"),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36 Edg/120.0.1",
                Some("Edge 120.0.1"),
                Some("Windows NT 10.0"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 Version/17.2 Mobile/15E148 Safari/604.1",
                Some("Safari 17.2"),
                Some("iOS 17.2"),
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:121.0) Gecko/20100101 Firefox/121.0",
                Some("Firefox 121.0"),
                Some("macOS 10.15"),
            ),
            ("curl/7.88.1", Some("curl 7.88.1"), None),
            ("python-requests/2.31", None, None),
        ];
        for (agent, named_browser, named_system) in table {
            assert_eq!(browser(agent).as_deref(), named_browser, "{agent}");
            assert_eq!(system(agent).as_deref(), named_system, "{agent}");
        }
    }
}
