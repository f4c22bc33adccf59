//! The window, driven: WebKit's own WebDriver starts it and acts on its page.

use std::net::TcpListener;
use std::process::{Command, Stdio};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::desktop::{Desktop, WINDOW};
use super::process::{Program, until};

/// The driven window; it closes when this is dropped.
pub(crate) struct Driver {
    pub(crate) page: Client,
    _program: Program,
}

impl Driver {
    /// Starts the window on this desktop with these arguments.
    pub(crate) async fn start(desktop: &Desktop, arguments: &[&str]) -> Self {
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port is free").port();
        let mut command = Command::new("WebKitWebDriver");
        desktop.surround(&mut command);
        command.arg(format!("--port={port}")).env("TAURI_WEBVIEW_AUTOMATION", "true");
        let program = Program::start(command.stdout(Stdio::null()).stderr(Stdio::null()));
        let wanted = json!({ "webkitgtk:browserOptions": { "binary": WINDOW, "args": arguments } });
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted.as_object().expect("an object").clone());
        let address = format!("http://127.0.0.1:{port}");
        until("the driver listens", async || tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok()).await;
        let page = builder.connect(&address).await.expect("the window opens");
        Self { page, _program: program }
    }

    /// Runs a script in the page; what it returns.
    pub(crate) async fn run(&self, script: &str) -> Value {
        self.page.execute(script, vec![]).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Waits until what the page set out to do has been asked for: two frames are drawn.
    pub(crate) async fn settled(&self) {
        let script =
            "const done = [...arguments].pop(); requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        self.page.execute_async(script, vec![]).await.expect("frames are drawn");
    }

    /// Waits until a script in the page returns `true`.
    pub(crate) async fn until(&self, script: &str) {
        let whole = format!("return {script}");
        until(script, async || self.page.execute(&whole, vec![]).await.ok().filter(|answer| *answer == json!(true)))
            .await;
    }

    /// Waits until the page shows a text.
    pub(crate) async fn until_shown(&self, text: &str) {
        self.until(&format!("document.body.innerText.includes({})", json!(text))).await;
    }
}
