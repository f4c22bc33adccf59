//! Who is the window, and what it is told: the resident's half of `GET /rpc/window`.
//!
//! There is at most one window. It holds one answer open and gets a line per command, `show 12`; it acknowledges each, and one that
//! does not in time is frozen and superseded. How a window is started is [`super::Launcher`]'s; HTTP is `http`'s.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, watch};

/// How long a live window may take to obey.
pub const PROMPT: Duration = Duration::from_millis(500);

/// The one window, if there is one.
pub struct Windows {
    prompt: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    n_windows: u64,
    current: Option<Current>,
}

struct Current {
    number: u64,
    n_lines: u64,
    lines: mpsc::UnboundedSender<String>,
    n_obeyed: watch::Sender<u64>,
}

/// What a newcomer is answered.
pub enum Attached {
    /// 409: another window is there and has shown the issue.
    Shown,
    /// 200: it is the window; these lines follow. Dropping them says that the window is gone.
    Yours(Lines),
}

/// The held answer, line by line.
pub struct Lines {
    windows: Arc<Windows>,
    number: u64,
    lines: mpsc::UnboundedReceiver<String>,
}

/// Why a held answer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It is over: the window closes.
    Quit,
    /// Another window took its place: it closes and asks nothing.
    Superseded,
    /// Another version takes over: the window waits for it and starts none.
    Upgrade,
}

impl End {
    /// The line's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Quit => "quit",
            Self::Superseded => "superseded",
            Self::Upgrade => "upgrade",
        }
    }
}

impl Windows {
    /// None yet. `prompt`: see [`PROMPT`].
    pub fn new(prompt: Duration) -> Arc<Self> {
        Arc::new(Self { prompt, state: Mutex::default() })
    }

    /// A window asks to be it. The one that is there shows the issue instead, or is superseded.
    pub async fn attach(self: &Arc<Self>, issue: Option<u32>) -> Attached {
        if self.show(issue).await { Attached::Shown } else { Attached::Yours(self.admit()) }
    }

    /// Lets the window come to the front, on an issue if one is named. False: there is none, or none that lives.
    pub async fn show(&self, issue: Option<u32>) -> bool {
        let line = issue.map_or_else(|| "show\n".to_owned(), |issue| format!("show {issue}\n"));
        let Some((number, n_lines, mut n_obeyed)) = self.tell(line) else { return false };
        let obeyed = tokio::time::timeout(self.prompt, n_obeyed.wait_for(|n| *n >= n_lines)).await;
        let obeyed = matches!(obeyed, Ok(Ok(_)));
        if !obeyed {
            self.end_number(number, End::Superseded);
        }
        obeyed
    }

    /// The window `number` has obeyed one line. Late words of one that was superseded count for nothing.
    pub fn acknowledge(&self, number: u64) {
        if let Some(current) = self.state().current.as_ref().filter(|current| current.number == number) {
            current.n_obeyed.send_modify(|n| *n += 1);
        }
    }

    /// Ends the held answer with its reason.
    pub fn end(&self, why: End) {
        let number = self.state().current.as_ref().map(|current| current.number);
        if let Some(number) = number {
            self.end_number(number, why);
        }
    }

    /// True: a window is attached.
    pub fn is_open(&self) -> bool {
        self.state().current.is_some()
    }

    fn tell(&self, line: String) -> Option<(u64, u64, watch::Receiver<u64>)> {
        let mut state = self.state();
        let current = state.current.as_mut()?;
        current.n_lines += 1;
        // A window that has just gone is not there to acknowledge either.
        let _ = current.lines.send(line);
        Some((current.number, current.n_lines, current.n_obeyed.subscribe()))
    }

    fn admit(self: &Arc<Self>) -> Lines {
        self.end(End::Superseded);
        let mut state = self.state();
        state.n_windows += 1;
        let number = state.n_windows;
        let (sender, lines) = mpsc::unbounded_channel();
        let _ = sender.send(format!("window {number}\n"));
        state.current = Some(Current { number, n_lines: 0, lines: sender, n_obeyed: watch::Sender::new(0) });
        Lines { windows: Arc::clone(self), number, lines }
    }

    fn end_number(&self, number: u64, why: End) {
        if let Some(current) = self.state().current.take_if(|current| current.number == number) {
            let _ = current.lines.send(format!("{}\n", why.word()));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lines {
    /// The next line, with its line feed; `None`: the answer is over.
    pub async fn next(&mut self) -> Option<String> {
        self.lines.recv().await
    }

    /// The same for a hand-written stream.
    pub fn poll_next(&mut self, context: &mut std::task::Context<'_>) -> std::task::Poll<Option<String>> {
        self.lines.poll_recv(context)
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        let _ = self.windows.state().current.take_if(|current| current.number == self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Never over in a test that passes.
    const LONG: Duration = Duration::from_secs(60);
    /// Over at once: the window is frozen.
    const SHORT: Duration = Duration::from_millis(5);

    async fn attached(windows: &Arc<Windows>) -> Lines {
        match windows.attach(None).await {
            Attached::Yours(lines) => lines,
            Attached::Shown => panic!("there is no other window"),
        }
    }

    async fn rest(mut lines: Lines) -> String {
        let mut text = String::new();
        while let Some(line) = lines.next().await {
            text += &line;
        }
        text
    }

    #[tokio::test]
    async fn the_first_is_the_window_and_shows_for_the_second() {
        let windows = Windows::new(LONG);
        let mut lines = attached(&windows).await;
        assert_eq!(lines.next().await.as_deref(), Some("window 1\n"));
        let second = tokio::spawn({
            let windows = Arc::clone(&windows);
            async move { matches!(windows.attach(Some(12)).await, Attached::Shown) }
        });
        assert_eq!(lines.next().await.as_deref(), Some("show 12\n"));
        windows.acknowledge(1);
        assert!(second.await.unwrap(), "the second window need not open");
        assert!(windows.is_open());
    }

    #[tokio::test]
    async fn a_frozen_window_is_superseded() {
        let windows = Windows::new(SHORT);
        let frozen = attached(&windows).await;
        let mut second = attached(&windows).await;
        assert_eq!(rest(frozen).await, "window 1\nshow\nsuperseded\n");
        windows.acknowledge(1);
        assert!(windows.is_open(), "the end of the first is not the end of the second");
        assert_eq!(second.next().await.as_deref(), Some("window 2\n"));
    }

    #[tokio::test]
    async fn late_words_of_another_window_count_for_nothing() {
        let windows = Windows::new(SHORT);
        drop(attached(&windows).await);
        let _second = attached(&windows).await;
        windows.acknowledge(1);
        assert!(!windows.show(Some(3)).await);
    }

    #[tokio::test]
    async fn a_closed_window_is_none() {
        let windows = Windows::new(LONG);
        drop(attached(&windows).await);
        assert!(!windows.is_open());
        assert!(!windows.show(None).await, "and nobody waits for it");
    }

    #[tokio::test]
    async fn closing_while_it_is_asked_to_show_needs_no_waiting() {
        let windows = Windows::new(LONG);
        let mut lines = attached(&windows).await;
        let asked = tokio::spawn({
            let windows = Arc::clone(&windows);
            async move { windows.show(Some(1)).await }
        });
        lines.next().await.unwrap();
        lines.next().await.unwrap();
        drop(lines);
        assert!(!asked.await.unwrap());
    }

    #[tokio::test]
    async fn the_answer_ends_with_its_reason() {
        for (why, expected) in [(End::Quit, "window 1\nquit\n"), (End::Upgrade, "window 1\nupgrade\n")] {
            let windows = Windows::new(LONG);
            let lines = attached(&windows).await;
            windows.end(why);
            assert_eq!(rest(lines).await, expected);
        }
    }
}
