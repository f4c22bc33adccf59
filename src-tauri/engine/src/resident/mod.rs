//! One small program holds the data file and the endpoint; all others find it here, ask it, start it or end it.

mod address;
mod launch;
mod lock;
mod tray;
mod window;

pub use address::{Answer, Holder, Resident, holder, post_openly};
pub use launch::{Desktop, LaunchError, Launcher, window_program};
pub use lock::{Lock, LockError, is_held, read_resident};
pub use tray::{Tray, TrayAction, TrayError, TrayState};
pub use window::{Attached, End, Lines, PROMPT, Windows};
