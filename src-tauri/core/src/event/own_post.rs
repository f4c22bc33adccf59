//! Which breadcrumbs are only the SDK sending its events to us. They stay in the event; pages and reports leave them out.

use super::Breadcrumb;
use crate::json::Json;

impl Breadcrumb {
    /// Whether it is a request with which the SDK sent something to a Crashtray on this machine: it tells nothing of the program.
    pub fn is_own_post(&self) -> bool {
        let is_request = matches!(self.category.as_deref(), Some("httplib" | "http" | "fetch"));
        let method = self.text("method").or_else(|| self.text("http.method"));
        let method = method.or_else(|| self.text("http.request.method"));
        is_request
            && method.is_none_or(|method| method.eq_ignore_ascii_case("post"))
            && self.text("url").is_some_and(is_ours)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.data.iter().find_map(|(key, value)| match value {
            Json::String(text) if key == name => Some(text.as_str()),
            Json::String(_) | Json::Null | Json::Bool(_) | Json::Number(_) | Json::List(_) | Json::Object(_) => None,
        })
    }
}

/// `http://127.0.0.1:8969/run/7f3a/stream`, `…/stream`, `…/api/1/envelope/`.
fn is_ours(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://")) else { return false };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
    let is_ours = match segments.as_slice() {
        ["stream"] => true,
        ["run", id, "stream"] => !id.is_empty(),
        ["api", project, "envelope"] => !project.is_empty() && project.bytes().all(|byte| byte.is_ascii_digit()),
        [..] => false,
    };
    is_ours && is_loopback(authority)
}

fn is_loopback(authority: &str) -> bool {
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next(),
        None => host.split(':').next(),
    };
    let host = host.unwrap_or_default();
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Level;

    #[test]
    fn what_the_sdk_sent_to_us() {
        let table = [
            ("httplib", "POST", "http://127.0.0.1:9200/stream", true),
            ("http", "POST", "http://127.0.0.1:8969/run/7f3a/stream", true),
            ("fetch", "POST", "http://localhost:8969/stream?sentry_version=7", true),
            ("httplib", "POST", "http://key@127.0.0.1:8969/api/1/envelope/", true),
            ("http", "", "http://[::1]:8969/api/12/envelope/", true),
            ("http", "post", "http://127.3.2.1/api/1/envelope", true),
            ("http", "GET", "http://127.0.0.1:8969/stream", false),
            ("ui.click", "POST", "http://127.0.0.1:8969/stream", false),
            ("http", "POST", "http://example.com/stream", false),
            ("http", "POST", "http://127.0.0.1.example.com/stream", false),
            ("http", "POST", "http://127.0.0.1:3000/api/pay/envelope/", false),
            ("http", "POST", "http://127.0.0.1:3000/api/stream", false),
            ("http", "POST", "http://127.0.0.1:3000/run//stream", false),
            ("http", "POST", "http://127.0.0.1:3000", false),
            ("http", "POST", "/stream", false),
            ("http", "POST", "http://[", false),
        ];
        for (category, method, url, expected) in table {
            let pairs = [("method", method), ("url", url)].into_iter().filter(|(_, text)| !text.is_empty());
            let breadcrumb = Breadcrumb {
                timestamp: None,
                kind: "http".to_owned(),
                category: Some(category.to_owned()),
                level: Level::Info,
                message: None,
                data: pairs.map(|(key, text)| (key.to_owned(), Json::String(text.to_owned()))).collect(),
                other: Vec::new(),
            };
            assert_eq!(breadcrumb.is_own_post(), expected, "{category} {method} {url}");
        }
    }
}
