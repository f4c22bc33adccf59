//! A session bus of one's own, with recorders in place of the desktop: they note what programs ask, and click for the user.

use std::collections::HashMap;
use std::process::{Command, Stdio};

use tokio::sync::mpsc;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedValue, Value};
use zbus::{Connection, connection, interface};

use super::process::{PATIENCE, Program};

/// The bus's daemon.
pub(crate) struct Bus {
    /// For `DBUS_SESSION_BUS_ADDRESS`.
    pub(crate) address: String,
    _daemon: Program,
}

/// A notification as it came.
#[derive(Debug)]
pub(crate) struct Notified {
    pub(crate) id: u32,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) actions: Vec<String>,
}

/// The notification service of this desktop.
pub(crate) struct Notifications {
    connection: Connection,
    notified: mpsc::UnboundedReceiver<Notified>,
}

/// The tray of this desktop.
pub(crate) struct Tray {
    connection: Connection,
    registered: mpsc::UnboundedReceiver<String>,
}

impl Bus {
    pub(crate) fn start() -> Self {
        let config = concat!("--config-file=", env!("CARGO_MANIFEST_DIR"), "/tests/util/bus.conf");
        let mut command = Command::new("dbus-daemon");
        command.args([config, "--nofork", "--print-address"]).stderr(Stdio::null());
        let (daemon, address) = Program::start_and_read(&mut command);
        Self { address, _daemon: daemon }
    }

    /// Puts a notification service there.
    pub(crate) async fn notifications(&self) -> Notifications {
        let (told, notified) = mpsc::unbounded_channel();
        let service = NotificationRecorder { told, n_shown: 0 };
        let path = "/org/freedesktop/Notifications";
        let connection = self.serve("org.freedesktop.Notifications", path, service).await;
        Notifications { connection, notified }
    }

    /// Puts a tray there.
    pub(crate) async fn tray(&self) -> Tray {
        let (told, registered) = mpsc::unbounded_channel();
        let service = TrayRecorder { told };
        let connection = self.serve("org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher", service).await;
        Tray { connection, registered }
    }

    async fn serve(
        &self,
        name: &'static str,
        path: &'static str,
        service: impl zbus::object_server::Interface,
    ) -> Connection {
        let builder =
            connection::Builder::address(self.address.as_str()).and_then(|builder| builder.serve_at(path, service));
        let builder = builder.and_then(|builder| builder.name(name)).expect("address, path and name are well-formed");
        builder.build().await.expect("the bus takes us in")
    }
}

impl Notifications {
    /// Waits for the next one.
    pub(crate) async fn next(&mut self) -> Notified {
        let next = tokio::time::timeout(PATIENCE, self.notified.recv()).await;
        next.expect("a notification comes").expect("the service is there")
    }

    /// Clicks on it as GNOME and KDE tell it: to everybody on the bus.
    pub(crate) async fn click(&self, id: u32, action: &str) {
        let name = "org.freedesktop.Notifications";
        let signal = ("/org/freedesktop/Notifications", name, "ActionInvoked");
        let sent = self.connection.emit_signal(None::<&str>, signal.0, signal.1, signal.2, &(id, action)).await;
        sent.expect("the bus is there");
    }
}

struct NotificationRecorder {
    told: mpsc::UnboundedSender<Notified>,
    n_shown: u32,
}

#[interface(name = "org.freedesktop.Notifications")]
impl NotificationRecorder {
    #[expect(clippy::too_many_arguments, reason = "so is the specification")]
    fn notify(
        &mut self,
        _app_name: &str,
        _replaces: u32,
        _icon: &str,
        title: String,
        body: String,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expires: i32,
    ) -> u32 {
        self.n_shown += 1;
        self.told.send(Notified { id: self.n_shown, title, body, actions }).expect("the journey waits");
        self.n_shown
    }

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, action: &str) -> zbus::Result<()>;
}

struct TrayRecorder {
    told: mpsc::UnboundedSender<String>,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl TrayRecorder {
    fn register_status_notifier_item(&self, service: String) {
        self.told.send(service).expect("the journey waits");
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }
}

/// A menu as D-Bus has it: id, properties, entries below.
type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Tray {
    /// Waits until an icon is put into the tray; its bus name.
    pub(crate) async fn icon(&mut self) -> String {
        let next = tokio::time::timeout(PATIENCE, self.registered.recv()).await;
        next.expect("an icon comes").expect("the tray is there")
    }

    /// A property of the icon.
    pub(crate) async fn property(&self, icon: &str, name: &str) -> OwnedValue {
        let properties = "org.freedesktop.DBus.Properties";
        let body = ("org.kde.StatusNotifierItem", name);
        let path = "/StatusNotifierItem";
        let answer = self.connection.call_method(Some(icon), path, Some(properties), "Get", &body).await;
        answer.expect("the icon answers").body().deserialize::<OwnedValue>().expect("a value")
    }

    /// The labels of its menu, with their ids.
    pub(crate) async fn menu(&self, icon: &str) -> Vec<(i32, String)> {
        let body = (0_i32, -1_i32, Vec::<&str>::new());
        let answer = self.menu_call(icon, "GetLayout", &body).await;
        let (_revision, (_, _, entries)): (u32, Layout) = answer.body().deserialize().expect("a menu");
        let entries = entries.into_iter().map(|entry| Layout::try_from(entry).expect("an entry of a menu"));
        entries.filter_map(|(id, properties, _)| Some((id, label(&properties)?))).collect()
    }

    /// Clicks on an entry.
    pub(crate) async fn click(&self, icon: &str, wanted: &str) {
        let menu = self.menu(icon).await;
        let entry = menu.iter().find(|(_, label)| label == wanted).unwrap_or_else(|| panic!("{wanted}: {menu:?}"));
        let body = (entry.0, "clicked", Value::from(0_i32), 0_u32);
        self.menu_call(icon, "Event", &body).await;
    }

    async fn menu_call(
        &self,
        icon: &str,
        method: &str,
        body: &(impl zbus::export::serde::Serialize + zbus::zvariant::DynamicType),
    ) -> zbus::Message {
        let answer =
            self.connection.call_method(Some(icon), "/MenuBar", Some("com.canonical.dbusmenu"), method, body).await;
        answer.expect("the menu answers")
    }
}

fn label(properties: &HashMap<String, OwnedValue>) -> Option<String> {
    properties.get("label").and_then(|label| String::try_from(label.clone()).ok())
}
