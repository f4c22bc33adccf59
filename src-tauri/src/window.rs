//! The one window: made hidden, shown when its page starts to load, obeys the lines of the resident.
//!
//! Links go to the system's programs, everything else is refused; no Tauri command exists, so the page can ask for nothing.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::sync::{Arc, Once};
use std::time::Duration;

use tauri::webview::{DownloadEvent, NewWindowResponse, PageLoadEvent};
use tauri::{App, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use crate::page::{self, Page, Verdict};

/// A main thread that takes longer is frozen: then the resident wants another window.
const PROMPT: Duration = Duration::from_millis(500);

/// Makes the window on its page, or on the fallback.
pub(crate) fn open(app: &App, page: &Arc<Page>, storage: PathBuf) -> tauri::Result<WebviewWindow> {
    let url = page.url().map_or_else(|| WebviewUrl::App(page::STARTING.into()), WebviewUrl::External);
    let (navigations, new_windows) = (Arc::clone(page), Arc::clone(page));
    let shown = Once::new();
    let mut builder = WebviewWindowBuilder::new(app, "main", url)
        .title("Crashtray")
        .inner_size(1280.0, 800.0)
        .min_inner_size(640.0, 480.0)
        .data_directory(storage)
        .visible(false)
        .on_page_load(move |window, load| {
            if load.event() == PageLoadEvent::Started {
                shown.call_once(|| drop(window.show()));
            }
        })
        .on_navigation(move |url| go(navigations.verdict(url), url))
        .on_new_window(move |url, _| {
            let verdict = new_windows.verdict(&url);
            if verdict != Verdict::Load {
                go(verdict, &url);
            }
            NewWindowResponse::Deny
        })
        .on_download(|_, download| into_a_folder(download));
    if let Some(script) = page.script() {
        builder = builder.initialization_script(script);
    }
    builder.build()
}

fn go(verdict: Verdict, url: &Url) -> bool {
    match verdict {
        Verdict::HandOver => {
            let _ = open::that_detached(url.as_str());
            false
        }
        Verdict::Load => true,
        Verdict::Refuse => false,
    }
}

/// Where the desktop names no folder for downloads WebKit takes the current one, which nobody chose: then it is the home folder.
fn into_a_folder(download: DownloadEvent<'_>) -> bool {
    if let DownloadEvent::Requested { destination, .. } = download
        && destination.parent() == std::env::current_dir().ok().as_deref()
        && let (Some(home), Some(name)) = (std::env::home_dir(), destination.file_name())
    {
        *destination = home.join(Path::new(name));
    }
    true
}

/// Comes to the front, on an issue if one is named, without a reload. False: the window did not get to it in time.
pub(crate) fn show(window: &WebviewWindow, issue: Option<u32>) -> bool {
    let (done, shown) = mpsc::channel();
    let obedient = window.clone();
    let asked = window.run_on_main_thread(move || {
        if let Some(issue) = issue {
            let _ = obedient.eval(format!("location.hash = '{}'", page::fragment(issue)));
        }
        let raised = obedient.unminimize().and_then(|()| obedient.show()).and_then(|()| obedient.set_focus());
        let _ = done.send(raised);
    });
    asked.is_ok() && shown.recv_timeout(PROMPT).is_ok()
}

/// Loads the page again if WebKit's own error page stands in its place: that one has no scripts.
pub(crate) fn heal(window: &WebviewWindow) {
    let _ = window.eval("if (document.scripts.length === 0) location.reload()");
}
