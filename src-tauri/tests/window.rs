//! Journeys through the real window, with the real resident, on a desktop of one's own: display, window manager, session bus.
//!
//! What the page shows is the page's own tests' matter; here stands what only a desktop has.
#![expect(clippy::expect_used, clippy::panic, reason = "a journey that cannot set out stops and says why")]

mod util;

use std::fs;

use fantoccini::Locator;
use serde_json::json;
use util::desktop::Desktop;
use util::driver::Driver;
use util::process::until;

/// Two crashes of real Python programs: they become the issues 1 and 2.
const CRASHES: [(&str, &str); 2] = [("python.error.1", "ZeroDivisionError"), ("python.chain.1", "PaymentError")];

/// When the page was loaded: another number is another load.
const LOADED: &str = "return performance.timeOrigin";

fn crash(desktop: &Desktop) {
    for (name, _) in CRASHES {
        desktop.send(name);
    }
}

#[tokio::test]
async fn shows_a_crash_as_it_happens() {
    let desktop = Desktop::serving().await;
    let window = Driver::start(&desktop, &[]).await;
    crash(&desktop);
    for (_, shown) in CRASHES {
        window.until_shown(shown).await;
    }
}

#[tokio::test]
async fn a_second_window_shows_its_issue_in_the_first() {
    let desktop = Desktop::serving().await;
    crash(&desktop);
    let window = Driver::start(&desktop, &["--issue", "1"]).await;
    window.until("location.hash === '#issue=1'").await;
    let loaded = window.run(LOADED).await;
    desktop.second_window(&["--issue", "2"]);
    window.until("location.hash === '#issue=2'").await;
    desktop.cli(&["open", "1"]);
    window.until("location.hash === '#issue=1'").await;
    assert_eq!(window.run(LOADED).await, loaded, "the page was not loaded again");
}

#[tokio::test]
async fn a_click_on_a_notification_opens_its_issue() {
    let desktop = Desktop::serving().await;
    let mut notifications = desktop.bus.notifications().await;
    let window = Driver::start(&desktop, &[]).await;
    crash(&desktop);
    let first = notifications.next().await;
    assert_eq!(first.body.lines().next(), Some("division by zero"), "{first:?}");
    assert!(first.title.starts_with("ZeroDivisionError in "), "{first:?}");
    assert!(
        first.actions.contains(&"Open issue".to_owned()) && first.actions.contains(&"Mute".to_owned()),
        "{first:?}"
    );
    notifications.click(first.id, "default").await;
    window.until("location.hash === '#issue=1'").await;
    let second = notifications.next().await;
    notifications.click(second.id, "open").await;
    window.until("location.hash === '#issue=2'").await;
}

#[tokio::test]
async fn a_click_on_a_notification_opens_a_window_that_was_closed() {
    let mut desktop = Desktop::new();
    desktop
        .put_program("crashtray-window", r#"echo "$@" > "$FOLDER/asked.new"; mv "$FOLDER/asked.new" "$FOLDER/asked""#);
    desktop.serve().await;
    let mut notifications = desktop.bus.notifications().await;
    crash(&desktop);
    let first = notifications.next().await;
    notifications.click(first.id, "default").await;
    let asked = until("a window is started", async || fs::read_to_string(desktop.path("asked")).ok()).await;
    assert_eq!(asked, format!("--data {} --issue 1\n", desktop.data().display()));
    let arguments: Vec<&str> = asked.split_whitespace().collect();
    let window = Driver::start(&desktop, &arguments).await;
    window.until("location.hash === '#issue=1'").await;
    window.until_shown("ZeroDivisionError").await;
}

/// From the program to the window, nothing in between recorded or stood in for.
#[tokio::test]
async fn a_live_crash_notifies_and_a_click_starts_the_real_window_on_it() {
    let desktop = Desktop::serving().await;
    let mut notifications = desktop.bus.notifications().await;
    desktop.crash_python("sentry_sdk.init(); {}['currency']");
    let told = notifications.next().await;
    assert_eq!(told.body.lines().next(), Some("'currency'"), "{told:?}");
    assert!(is_unread(&desktop, "1"), "nobody has looked yet");
    notifications.click(told.id, "default").await;
    until("the page of a new window has read the issue", async || (!is_unread(&desktop, "1")).then_some(())).await;
    desktop.cli(&["quit"]);
}

fn is_unread(desktop: &Desktop, issue: &str) -> bool {
    let shown: serde_json::Value = serde_json::from_str(&desktop.cli(&["show", issue, "--json"])).expect("it is JSON");
    shown["issue"]["unread"] == true
}

#[tokio::test]
async fn mute_on_a_notification_mutes_the_issue() {
    let desktop = Desktop::serving().await;
    let mut notifications = desktop.bus.notifications().await;
    crash(&desktop);
    let first = notifications.next().await;
    notifications.click(first.id, "mute").await;
    until("the issue is muted", async || {
        let issues: serde_json::Value = serde_json::from_str(&desktop.cli(&["show", "1", "--json"])).ok()?;
        (issues["issue"]["state"] == "muted").then_some(())
    })
    .await;
}

#[tokio::test]
async fn comes_back_with_a_resident_that_died() {
    let mut desktop = Desktop::serving().await;
    let real = desktop.crashtray(&[]).get_program().to_owned();
    let script = format!(
        r#"while [ ! -e "$FOLDER/go" ]; do read -t 0.05 _ < "$FOLDER" 2>&1; done; exec '{}' "$@""#,
        real.display()
    );
    desktop.put_program("crashtray", &script);
    crash(&desktop);
    let window = Driver::start(&desktop, &["--issue", "1"]).await;
    window.until_shown("ZeroDivisionError").await;
    let loaded = window.run(LOADED).await;
    desktop.kill_resident();
    window.until_shown("does not answer").await;
    window.until_shown("ZeroDivisionError").await;
    fs::write(desktop.path("go"), "").expect("a file can be written");
    window.until("!document.body.innerText.includes('does not answer')").await;
    assert_eq!(window.run(LOADED).await, loaded, "what was open stays open");
    desktop.cli(&["open", "2"]);
    window.until("location.hash === '#issue=2'").await;
}

#[tokio::test]
async fn the_page_goes_nowhere_else_and_has_no_powers() {
    let desktop = Desktop::serving().await;
    desktop.put_program("xdg-open", r#"echo "$1" >> "$FOLDER/handed""#);
    let window = Driver::start(&desktop, &[]).await;
    let loaded = window.run(LOADED).await;
    // One after the other: a page that goes elsewhere before it was decided where it may go is not even asked.
    for target in ["file:///etc/passwd", "data:text/html,x", "https://example.com/a", "mailto:a@example.com"] {
        window.run(&format!("location.href = {}", json!(target))).await;
        window.settled().await;
    }
    // A page that opens windows by itself is not heard; a click is.
    window.run("window.open('https://example.com/never')").await;
    window.settled().await;
    let link = "const link = document.createElement('a');
        Object.assign(link, { id: 'out', href: 'https://example.com/b', target: '_blank', textContent: 'out' });
        Object.assign(link.style, { position: 'fixed', inset: '0', zIndex: 9 });
        document.body.append(link);";
    window.run(link).await;
    window.page.find(Locator::Css("#out")).await.expect("the link is there").click().await.expect("it is clicked");
    let handed = ["https://example.com/a", "mailto:a@example.com", "https://example.com/b"];
    until("links are handed over", async || {
        let text = fs::read_to_string(desktop.path("handed")).ok()?;
        handed.iter().all(|link| text.contains(link)).then_some(())
    })
    .await;
    let text = fs::read_to_string(desktop.path("handed")).expect("links were handed over");
    assert_eq!(text.lines().count(), handed.len(), "each once, and nothing else: {text}");
    assert_eq!(window.run(LOADED).await, loaded, "the page is still there");
    let refused = "const done = [...arguments].pop();
        window.__TAURI_INTERNALS__.invoke('plugin:window|title').then(() => done('allowed'), () => done('refused'));";
    let answer = window.page.execute_async(refused, vec![]).await.expect("the page answers");
    assert_eq!(answer, json!("refused"));
}

#[tokio::test]
async fn the_token_is_there_and_on_no_disk_of_the_web_view() {
    let desktop = Desktop::serving().await;
    let window = Driver::start(&desktop, &[]).await;
    let token = desktop.resident_file().expect("the resident runs").token;
    assert_eq!(window.run("return window.__CRASHTRAY_TOKEN__").await, json!(token));
    drop(window);
    let found = std::process::Command::new("grep").args(["-rl", &token]).arg(desktop.path("crashtray.db-web")).output();
    let found = found.expect("grep starts");
    assert_eq!(String::from_utf8_lossy(&found.stdout), "", "only the resident's file holds it");
}

#[tokio::test]
async fn the_tray_pauses_opens_and_quits() {
    let mut desktop = Desktop::new();
    let mut tray = desktop.bus.tray().await;
    desktop.serve().await;
    let icon = tray.icon().await;
    let labels: Vec<String> = tray.menu(&icon).await.into_iter().map(|(_, label)| label).collect();
    assert_eq!(labels, ["Open Crashtray", "Pause", "Copy DSN", "Quit"]);
    let empty = tray.property(&icon, "IconPixmap").await;
    crash(&desktop);
    until("the icon says that there is something new", async || {
        (tray.property(&icon, "IconPixmap").await != empty).then_some(())
    })
    .await;
    tray.click(&icon, "Pause").await;
    until("the menu offers to resume", async || {
        tray.menu(&icon).await.iter().any(|(_, label)| label == "Resume").then_some(())
    })
    .await;
    tray.click(&icon, "Resume").await;
    let window = Driver::start(&desktop, &[]).await;
    window.until_shown("ZeroDivisionError").await;
    tray.click(&icon, "Quit").await;
    desktop.resident_ends().await;
    until("the window is closed", async || window.page.title().await.err()).await;
}
