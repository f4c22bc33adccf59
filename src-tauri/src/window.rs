//! The one window: made hidden, shown when its page starts to load. Links go to the system's programs, all else is refused.

use std::fs::{DirBuilder, Permissions, set_permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Once, mpsc};
use std::time::Duration;

use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{App, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use crate::Arguments;
use crate::link::Resident;

/// A main thread that takes longer is frozen: then the resident wants another window.
const PROMPT: Duration = Duration::from_millis(500);

/// What the web view may load: the page of one resident, and our own fallback while there is none.
pub(crate) struct View {
    /// Whose page it is; it has proved itself.
    pub(crate) resident: Option<Resident>,
    /// While it is gone somebody else may listen on its port, so nothing is loaded from there.
    pub(crate) is_attached: AtomicBool,
}

/// What becomes of an address that the page wants to go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// The system's browser or mail program gets it.
    HandOver,
    Load,
    Refuse,
}

impl View {
    fn url(&self, issue: Option<u32>) -> WebviewUrl {
        let fragment = issue.map_or_else(String::new, |issue| format!("#issue={issue}"));
        let url = self.origin().and_then(|origin| Url::parse(&format!("{origin}/{fragment}")).ok());
        url.map_or_else(|| WebviewUrl::App("index.html#starting".into()), WebviewUrl::External)
    }

    /// Hands the token to the page: runs before its scripts, in the main frame, and does nothing on any other origin.
    fn script(&self) -> String {
        let origin = serde_json::Value::from(self.origin());
        let token = serde_json::Value::from(self.resident.as_ref().map(|resident| resident.token.as_str()));
        format!("if (location.origin === {origin}) window.__CRASHTRAY_TOKEN__ = {token};")
    }

    /// True: the web view goes there.
    fn go(&self, url: &Url) -> bool {
        let verdict = self.verdict(url);
        if verdict == Verdict::HandOver {
            let _ = open::that_detached(url.as_str());
        }
        verdict == Verdict::Load
    }

    fn verdict(&self, url: &Url) -> Verdict {
        match url.scheme() {
            "about" | "tauri" => Verdict::Load,
            "http" if Some(url.origin().ascii_serialization()) == self.origin() => {
                if self.is_attached.load(Ordering::SeqCst) { Verdict::Load } else { Verdict::Refuse }
            }
            "http" | "https" | "mailto" => Verdict::HandOver,
            _ => Verdict::Refuse,
        }
    }

    fn origin(&self) -> Option<String> {
        Some(format!("http://{}", self.resident.as_ref()?.address))
    }
}

/// Makes the window on its page, or on the fallback.
pub(crate) fn open(app: &App, view: &Arc<View>, arguments: &Arguments) -> tauri::Result<WebviewWindow> {
    let (navigations, new_windows, shown) = (Arc::clone(view), Arc::clone(view), Once::new());
    WebviewWindowBuilder::new(app, "main", view.url(arguments.issue))
        .title("Crashtray")
        .inner_size(1280.0, 800.0)
        .min_inner_size(640.0, 480.0)
        .data_directory(storage(&arguments.beside("-web"))?)
        .initialization_script(view.script())
        .visible(false)
        .on_page_load(move |window, load| {
            if load.event() == PageLoadEvent::Started {
                shown.call_once(|| drop(window.show()));
            }
        })
        .on_navigation(move |url| navigations.go(url))
        .on_new_window(move |url, _| {
            new_windows.go(&url);
            NewWindowResponse::Deny
        })
        .build()
}

/// Comes to the front, on an issue if one is named, without a reload. False: the window did not get to it in time.
pub(crate) fn show(window: &WebviewWindow, issue: Option<u32>) -> bool {
    let ((done, shown), obedient) = (mpsc::channel(), window.clone());
    let asked = window.run_on_main_thread(move || {
        if let Some(issue) = issue {
            // Where the address names the issue already, and the page shows something else by now, nobody would tell it.
            let told = "dispatchEvent(new HashChangeEvent('hashchange'))";
            let _ =
                obedient.eval(format!("location.hash == '#issue={issue}' ? {told} : location.hash = 'issue={issue}'"));
        }
        let _ = obedient.unminimize().and_then(|()| obedient.show()).and_then(|()| obedient.set_focus());
        let _ = done.send(());
    });
    asked.is_ok() && shown.recv_timeout(PROMPT).is_ok()
}

/// The folder of the web view's data, for nobody else to read: WebKit writes its files 0644.
fn storage(folder: &Path) -> io::Result<PathBuf> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    set_permissions(folder, Permissions::from_mode(0o700))?;
    folder.canonicalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view() -> View {
        View { resident: Some(Resident::new("127.0.0.1:8969", "00\"ff")), is_attached: true.into() }
    }

    fn fallback() -> View {
        View { resident: None, is_attached: false.into() }
    }

    fn verdict(view: &View, url: &str) -> Verdict {
        view.verdict(&Url::parse(url).unwrap())
    }

    #[test]
    fn only_the_own_origin_is_loaded() {
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
            assert_eq!(verdict(&view(), url), expected, "{url}");
        }
    }

    #[test]
    fn nothing_is_loaded_from_a_resident_that_is_gone() {
        let view = view();
        view.is_attached.store(false, Ordering::SeqCst);
        assert_eq!(verdict(&view, "http://127.0.0.1:8969/"), Verdict::Refuse, "a reload would ask a stranger");
        view.is_attached.store(true, Ordering::SeqCst);
        assert_eq!(verdict(&view, "http://127.0.0.1:8969/"), Verdict::Load, "it is back");
    }

    #[test]
    fn the_token_is_for_one_origin() {
        let expected = r#"if (location.origin === "http://127.0.0.1:8969") window.__CRASHTRAY_TOKEN__ = "00\"ff";"#;
        assert_eq!(view().script(), expected);
        let nobody = fallback().script();
        assert_eq!(nobody, "if (location.origin === null) window.__CRASHTRAY_TOKEN__ = null;", "no origin is null");
    }

    #[test]
    fn starts_at_the_issue_or_at_the_fallback() {
        assert_eq!(view().url(Some(12)).to_string(), "http://127.0.0.1:8969/#issue=12");
        assert_eq!(view().url(None).to_string(), "http://127.0.0.1:8969/");
        assert_eq!(fallback().url(Some(12)).to_string(), "index.html#starting");
        assert_eq!(verdict(&fallback(), "http://127.0.0.1:8969/"), Verdict::HandOver, "nothing is ours yet");
    }

    #[test]
    fn the_web_views_data_is_for_the_user_only() {
        let top = std::env::temp_dir().join(format!("crashtray-window-{}", std::process::id()));
        for _ in 0..2 {
            let made = storage(&top.join("a.db-web")).unwrap();
            assert_eq!(made.metadata().unwrap().permissions().mode() & 0o777, 0o700);
            set_permissions(&made, Permissions::from_mode(0o755)).unwrap();
        }
        std::fs::remove_dir_all(top).unwrap();
    }
}
