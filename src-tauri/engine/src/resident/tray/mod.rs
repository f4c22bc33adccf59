//! The icon in the desktop's tray: a StatusNotifierItem over D-Bus, no GTK.
//!
//! It shows what it is told and says what was clicked; what follows from a click is a closure of the engine's. Not every desktop
//! shows such icons, and many sessions start later than we do: neither is an error.

mod icon;

use ksni::menu::StandardItem;
use ksni::{MenuItem, OfflineReason, ToolTip, TrayMethods};

use icon::Picture;

/// What the icon shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrayState {
    /// Unresolved issues that nobody looked at.
    pub n_unread: u32,
    /// Nothing is taken in.
    pub is_paused: bool,
}

/// What was clicked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrayAction {
    /// Put the DSN into the clipboard.
    CopyDsn,
    /// Show the window. With the right to come to the front, where the desktop gives one.
    Open(Option<String>),
    /// Take nothing in.
    Pause,
    /// End the resident.
    Quit,
    /// Take events in again.
    Resume,
}

/// There is no tray: no session bus, or it fell silent.
#[derive(Debug, thiserror::Error)]
#[error("no icon in the tray: {0}")]
pub struct TrayError(#[from] ksni::Error);

/// The icon; dropping it leaves it there until the runtime ends.
pub struct Tray {
    handle: ksni::Handle<Item>,
}

impl Tray {
    /// Puts the icon into the tray of the session bus, now or as soon as the desktop has one. Needs a tokio runtime.
    ///
    /// `act` is called on the runtime's thread and must not block.
    ///
    /// # Errors
    /// There is no session bus. Nothing waits for one: start it again when a session is known.
    pub async fn start(state: TrayState, act: impl Fn(TrayAction) + Send + 'static) -> Result<Self, TrayError> {
        let item = Item { state, act: Box::new(act) };
        let handle = item.assume_sni_available(true).spawn().await?;
        Ok(Self { handle })
    }

    /// Shows another state.
    pub async fn show(&self, state: TrayState) {
        if self.handle.update(|item| std::mem::replace(&mut item.state, state) != state).await.is_none() {
            tracing::debug!("the tray is gone");
        }
    }

    /// Takes the icon away.
    pub async fn end(self) {
        self.handle.shutdown().await;
    }
}

struct Item {
    state: TrayState,
    act: Box<dyn Fn(TrayAction) + Send>,
}

impl Item {
    fn picture(&self) -> Picture {
        match self.state {
            TrayState { is_paused: true, .. } => Picture::Paused,
            TrayState { n_unread: 0, .. } => Picture::Empty,
            TrayState { .. } => Picture::Cracked,
        }
    }

    fn description(&self) -> String {
        match (self.state.is_paused, self.state.n_unread) {
            (true, _) => "Paused: nothing is taken in".to_owned(),
            (false, 0) => "Nothing new".to_owned(),
            (false, 1) => "1 unread issue".to_owned(),
            (false, n) => format!("{n} unread issues"),
        }
    }
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "crashtray".to_owned()
    }

    fn title(&self) -> String {
        "Crashtray".to_owned()
    }

    fn icon_pixmap(&self) -> Vec<ksni::Icon> {
        icon::draw(self.picture())
    }

    fn tool_tip(&self) -> ToolTip {
        ToolTip { title: self.title(), description: self.description(), ..ToolTip::default() }
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        (self.act)(TrayAction::Open(ksni::current_xdg_activation_token()));
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        let switch = if self.state.is_paused {
            entry("Resume", |_| TrayAction::Resume)
        } else {
            entry("Pause", |_| TrayAction::Pause)
        };
        vec![
            entry("Open Crashtray", TrayAction::Open),
            MenuItem::Separator,
            switch,
            entry("Copy DSN", |_| TrayAction::CopyDsn),
            MenuItem::Separator,
            entry("Quit", |_| TrayAction::Quit),
        ]
    }

    fn watcher_offline(&self, reason: OfflineReason) -> bool {
        tracing::debug!("no tray is there now ({reason:?}); the icon appears when one is");
        true
    }
}

fn entry(label: &str, action: fn(Option<String>) -> TrayAction) -> MenuItem<Item> {
    let activate = move |item: &mut Item| (item.act)(action(ksni::current_xdg_activation_token()));
    StandardItem { label: label.to_owned(), activate: Box::new(activate), ..StandardItem::default() }.into()
}
