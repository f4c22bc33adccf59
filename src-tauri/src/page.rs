//! What the web view may load: the resident's page, our own fallback, nothing else. Pure, but for the folder of the web view's data.

use std::fs::{DirBuilder, Permissions, set_permissions};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use tauri::Url;

use crate::arguments::Failure;
use crate::link::Resident;

/// Shown while there is no resident yet.
pub(crate) const STARTING: &str = "index.html#starting";
/// Shown when none could be started.
pub(crate) const FAILED: &str = "index.html#failed";

/// The page of one resident, or the fallback until there is one.
pub(crate) struct Page {
    resident: Option<Resident>,
    issue: Option<u32>,
    attached: AtomicBool,
    last: Mutex<String>,
}

/// What becomes of an address that the page wants to go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The system's browser or mail program gets it.
    HandOver,
    /// It is ours.
    Load,
    /// Nothing happens.
    Refuse,
}

impl Page {
    /// The page of `resident`, which has proved itself.
    pub(crate) fn new(resident: Option<&Resident>, issue: Option<u32>) -> Self {
        let attached = AtomicBool::new(resident.is_some());
        Self { resident: resident.cloned(), issue, attached, last: Mutex::default() }
    }

    /// True: what is loaded came from this very resident, so the page can go on.
    pub(crate) fn is_of(&self, resident: &Resident) -> bool {
        self.resident.as_ref() == Some(resident)
    }

    /// True: there is no page, only the fallback.
    pub(crate) fn is_fallback(&self) -> bool {
        self.resident.is_none()
    }

    /// Where it starts; `None`: at the fallback.
    pub(crate) fn url(&self) -> Option<Url> {
        let fragment = self.issue.map_or_else(String::new, |issue| format!("#{}", fragment(issue)));
        Url::parse(&format!("{}/{fragment}", self.origin()?)).ok()
    }

    /// Hands the token to the page: runs before its scripts, in the main frame, and does nothing on any other origin.
    pub(crate) fn script(&self) -> Option<String> {
        let (resident, origin) = (self.resident.as_ref()?, self.origin()?);
        let (origin, token) = (serde_json::Value::from(origin), serde_json::Value::from(resident.token.as_str()));
        Some(format!("if (location.origin === {origin}) window.__CRASHTRAY_TOKEN__ = {token};"))
    }

    /// Notes whether the resident is there. `at`: where the page is at this moment.
    pub(crate) fn attach(&self, attached: bool, at: Option<String>) {
        self.attached.store(attached, Ordering::SeqCst);
        if let (Some(at), Ok(mut last)) = (at, self.last.lock()) {
            *last = at;
        }
    }

    /// Decides about a navigation, and remembers one that is allowed.
    ///
    /// While the resident is gone somebody else may listen on its port, so nothing is loaded from there; the page may still move
    /// within itself.
    pub(crate) fn verdict(&self, url: &Url) -> Verdict {
        let Ok(mut last) = self.last.lock() else { return Verdict::Refuse };
        let verdict = match url.scheme() {
            "about" | "tauri" => Verdict::Load,
            "http" if self.origin().is_some_and(|own| url.origin().ascii_serialization() == own) => {
                let may = self.attached.load(Ordering::SeqCst) || moves_within(&last, url.as_str());
                if may { Verdict::Load } else { Verdict::Refuse }
            }
            "http" | "https" | "mailto" => Verdict::HandOver,
            _ => Verdict::Refuse,
        };
        if verdict == Verdict::Load {
            url.as_str().clone_into(&mut last);
        }
        verdict
    }

    fn origin(&self) -> Option<String> {
        Some(format!("http://{}", self.resident.as_ref()?.address))
    }
}

/// How the page's address names an issue.
pub(crate) fn fragment(issue: u32) -> String {
    format!("issue={issue}")
}

fn moves_within(last: &str, next: &str) -> bool {
    let page = |url: &str| url.split('#').next().map(str::to_owned);
    last != next && next.contains('#') && page(last) == page(next)
}

/// The folder of the web view's data, `<FILE>-web`, for nobody else to read: WebKit writes its files 0644.
pub(crate) fn storage(data: &Path) -> Result<PathBuf, Failure> {
    let mut folder = data.as_os_str().to_owned();
    folder.push("-web");
    let folder = PathBuf::from(folder);
    let made = DirBuilder::new().recursive(true).mode(0o700).create(&folder);
    made.and_then(|()| set_permissions(&folder, Permissions::from_mode(0o700)))
        .and_then(|()| folder.canonicalize())
        .map_err(|error| Failure::failed(format!("failed to make {}: {error}", folder.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        Page::new(Some(&Resident::new("127.0.0.1:8969", "00ff")), Some(12))
    }

    fn verdict(page: &Page, url: &str) -> Verdict {
        page.verdict(&Url::parse(url).unwrap())
    }

    #[test]
    fn only_the_own_origin_is_loaded() {
        let page = page();
        for (url, expected) in [
            ("http://127.0.0.1:8969/", Verdict::Load),
            ("http://127.0.0.1:8969/#issue=3", Verdict::Load),
            ("tauri://localhost/index.html#failed", Verdict::Load),
            ("about:blank", Verdict::Load),
            ("http://127.0.0.1:8970/", Verdict::HandOver),
            ("http://localhost:8969/", Verdict::HandOver),
            ("https://127.0.0.1:8969/", Verdict::HandOver),
            ("http://127.0.0.1:8969@evil.example/", Verdict::HandOver),
            ("mailto:a@example.com", Verdict::HandOver),
            ("file:///etc/passwd", Verdict::Refuse),
            ("data:text/html,x", Verdict::Refuse),
            ("javascript:alert(1)", Verdict::Refuse),
            ("vscode://file/x", Verdict::Refuse),
        ] {
            assert_eq!(verdict(&page, url), expected, "{url}");
        }
    }

    #[test]
    fn without_the_resident_the_page_moves_only_within_itself() {
        let page = page();
        page.attach(false, Some("http://127.0.0.1:8969/#issue=3".into()));
        assert_eq!(verdict(&page, "http://127.0.0.1:8969/#issue=3"), Verdict::Refuse, "a reload would ask a stranger");
        assert_eq!(verdict(&page, "http://127.0.0.1:8969/"), Verdict::Refuse);
        assert_eq!(verdict(&page, "http://127.0.0.1:8969/#issue=4"), Verdict::Load);
        assert_eq!(verdict(&page, "http://127.0.0.1:8969/other#issue=4"), Verdict::Refuse);
        page.attach(true, None);
        assert_eq!(verdict(&page, "http://127.0.0.1:8969/#issue=4"), Verdict::Load, "it is back");
    }

    #[test]
    fn the_token_is_for_one_origin() {
        let page = Page::new(Some(&Resident::new("127.0.0.1:8969", "00\"ff")), None);
        let script = page.script().unwrap();
        assert_eq!(
            script,
            r#"if (location.origin === "http://127.0.0.1:8969") window.__CRASHTRAY_TOKEN__ = "00\"ff";"#
        );
    }

    #[test]
    fn starts_at_the_issue_or_at_the_fallback() {
        assert_eq!(page().url().unwrap().as_str(), "http://127.0.0.1:8969/#issue=12");
        let fallback = Page::new(None, Some(12));
        assert_eq!((fallback.url(), fallback.script()), (None, None));
        assert_eq!(verdict(&fallback, "http://127.0.0.1:8969/"), Verdict::HandOver, "nothing is ours yet");
    }

    #[test]
    fn the_web_views_data_is_for_the_user_only() {
        let folder = std::env::temp_dir().join(format!("crashtray-window-{}", std::process::id()));
        for _ in 0..2 {
            let made = storage(&folder.join("a.db")).unwrap();
            assert_eq!(made.metadata().unwrap().permissions().mode() & 0o777, 0o700);
            set_permissions(&made, Permissions::from_mode(0o755)).unwrap();
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
