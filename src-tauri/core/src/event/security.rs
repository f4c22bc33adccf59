//! Reports of browsers: what they are called, where they point, and what groups them (protocol notes, 4.2).

use crate::json::Json;

/// Top-level keys of an event under which a report stands, and the kind of each.
pub(crate) const INTERFACES: [(&str, &str); 5] = [
    ("csp", "csp"),
    ("expectct", "expectct"),
    ("expectstaple", "expectstaple"),
    ("hpkp", "hpkp"),
    ("sentry.interfaces.Csp", "csp"),
];

/// A report as title, culprit, and what is hashed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// `Blocked 'script' from 'evil.example'`.
    pub title: String,
    /// Violated directive with its URIs normalised; empty for reports that are not about a policy.
    pub culprit: String,
    /// What is hashed.
    pub values: Vec<String>,
}

/// The kind of the interface under a top-level key of an event.
pub(crate) fn kind_of(key: &str) -> Option<&'static str> {
    INTERFACES.iter().find(|(name, _)| *name == key).map(|(_, kind)| *kind)
}

/// Sums up a report of a kind of [`INTERFACES`].
pub(crate) fn summary(kind: &str, report: &Json) -> Summary {
    let host = || field(report, "hostname").unwrap_or_default();
    let (title, values) = match kind {
        "csp" => return Csp::read(report).summary(),
        "hpkp" => (format!("Public key pinning validation failed for '{}'", host()), vec![kind.to_owned(), host()]),
        "expectstaple" => (format!("Expect-Staple failed for '{}'", host()), vec![kind.to_owned(), host()]),
        _ => (format!("Expect-CT failed for '{}'", host()), vec![kind.to_owned(), host()]),
    };
    Summary { title, culprit: String::new(), values }
}

/// A violation of a content security policy.
struct Csp {
    violated: String,
    effective: String,
    blocked: String,
}

impl Csp {
    fn read(report: &Json) -> Self {
        let read = |name: &str| field(report, name).unwrap_or_default();
        let violated = read("violated-directive");
        let effective = Some(read("effective-directive"))
            .filter(|directive| !directive.is_empty())
            .unwrap_or_else(|| violated.split_whitespace().next().unwrap_or_default().to_ascii_lowercase());
        Self { violated, effective, blocked: read("blocked-uri") }
    }

    fn summary(&self) -> Summary {
        let uri = self.shown(&self.blocked);
        let title = if self.is_local() { self.local_title() } else { remote_title(&self.effective, &uri) };
        let hashed = if self.is_local() && self.effective == "script-src" {
            ["'unsafe-inline'", "'unsafe-eval'"]
                .into_iter()
                .find(|word| self.violated.contains(word))
                .map(str::to_owned)
        } else {
            None
        };
        let culprit =
            self.violated.split_whitespace().map(|word| self.culprit_word(word)).collect::<Vec<_>>().join(" ");
        Summary { title, culprit, values: vec![self.effective.clone(), hashed.unwrap_or(uri)] }
    }

    /// The page itself; newer browsers say in a word what of it.
    fn is_local(&self) -> bool {
        matches!(self.blocked.as_str(), "" | "self" | "'self'" | "inline" | "eval")
    }

    fn local_title(&self) -> String {
        let has = |word: &str| self.violated.contains(word);
        match self.effective.as_str() {
            "script-src" if has("'unsafe-inline'") => "Blocked unsafe inline 'script'".to_owned(),
            "script-src" if has("'unsafe-eval'") => "Blocked unsafe eval() 'script'".to_owned(),
            "script-src" => "Blocked unsafe (eval() or inline) 'script'".to_owned(),
            "script-src-elem" => "Blocked inline script attribute".to_owned(),
            "script-src-attr" => "Blocked unsafe 'script' element".to_owned(),
            "style-src-elem" => "Blocked 'style' or 'link' element".to_owned(),
            "style-src-attr" => "Blocked style attribute".to_owned(),
            directive => format!("Blocked inline '{}'", word_of(directive).unwrap_or(directive)),
        }
    }

    /// How a URI is shown: `'self'`, a scheme, or a host.
    fn shown(&self, uri: &str) -> String {
        if uri == self.blocked && self.is_local() {
            return "'self'".to_owned();
        }
        match uri.split_once("://") {
            Some(("http" | "https", _)) => host(uri).unwrap_or(uri).to_owned(),
            Some((scheme, _)) => format!("{scheme}://{}", host(uri).unwrap_or_default()),
            None if uri.contains(':') => uri.split(':').next().map(|scheme| format!("{scheme}:")).unwrap_or_default(),
            None => format!("{uri}:"),
        }
    }

    fn culprit_word(&self, word: &str) -> String {
        if word.contains("://") { self.shown(word) } else { word.to_owned() }
    }
}

fn remote_title(directive: &str, uri: &str) -> String {
    match directive {
        "form-action" => format!("Blocked 'form' action to '{uri}'"),
        "script-src-attr" => format!("Blocked inline script attribute from '{uri}'"),
        "style-src-attr" => format!("Blocked style attribute from '{uri}'"),
        directive => format!("Blocked '{}' from '{uri}'", word_of(directive).unwrap_or(directive)),
    }
}

/// `script` of `script-src-elem`, `image` of `img-src`; `None` for directives that name no kind of resource.
fn word_of(directive: &str) -> Option<&str> {
    match directive {
        "img-src" => Some("image"),
        "style-src-elem" | "style-src" => Some("style"),
        "script-src-elem" | "script-src" => Some("script"),
        _ => directive.strip_suffix("-src"),
    }
}

/// `host:port` of a URI with a host.
fn host(uri: &str) -> Option<&str> {
    let (_, rest) = uri.split_once("://")?;
    rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())
}

/// A field by its kebab-case name; snake case, and the camel case of the Reporting API, count too.
fn field(report: &Json, name: &str) -> Option<String> {
    let inner = ["csp-report", "body"].iter().find_map(|key| report.get(key)).unwrap_or(report);
    let value =
        inner.get(name).or_else(|| inner.get(&name.replace('-', "_"))).or_else(|| inner.get(&camel_case(name)))?;
    value.scalar().lenient().map(std::borrow::Cow::into_owned)
}

/// `documentURL` of `document-uri`.
fn camel_case(name: &str) -> String {
    let mut words = name.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| match word {
        "uri" => name + "URL",
        _ => name + &word[..1].to_ascii_uppercase() + &word[1..],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(report: &str, title: &str, culprit: &str, values: [&str; 2]) {
        let summary = summary("csp", &Json::read(report.as_bytes()));
        assert_eq!((summary.title.as_str(), summary.culprit.as_str()), (title, culprit), "{report}");
        assert_eq!(summary.values, values, "{report}");
    }

    #[test]
    fn a_violation_is_named_by_what_was_blocked() {
        check(
            r#"{"csp-report":{"violated-directive":"img-src https://cdn.example:81/x","blocked-uri":"https://evil.example/a.png"}}"#,
            "Blocked 'image' from 'evil.example'",
            "img-src cdn.example:81",
            ["img-src", "evil.example"],
        );
        check(
            r#"{"violated_directive":"script-src 'unsafe-inline'","effective_directive":"script-src","blocked_uri":"self"}"#,
            "Blocked unsafe inline 'script'",
            "script-src 'unsafe-inline'",
            ["script-src", "'unsafe-inline'"],
        );
        check(
            r#"{"body":{"effectiveDirective":"script-src-elem","blockedURL":"inline","documentURL":"http://shop/"}}"#,
            "Blocked inline script attribute",
            "",
            ["script-src-elem", "'self'"],
        );
        check(
            r#"{"effective-directive":"font-src","blocked-uri":"data"}"#,
            "Blocked 'font' from 'data:'",
            "",
            ["font-src", "data:"],
        );
        check(
            r#"{"effective-directive":"form-action","blocked-uri":"ftp://files.example/x"}"#,
            "Blocked 'form' action to 'ftp://files.example'",
            "",
            ["form-action", "ftp://files.example"],
        );
    }

    #[test]
    fn other_reports_are_named_by_their_host() {
        let report = Json::read(br#"{"hostname":"shop.example"}"#);
        assert_eq!(summary("hpkp", &report).title, "Public key pinning validation failed for 'shop.example'");
        assert_eq!(summary("expectct", &report).values, ["expectct", "shop.example"]);
    }
}
