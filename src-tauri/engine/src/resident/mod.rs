//! One small program holds the data file and the endpoint; all others find it here, ask it, start it or end it.

mod address;
mod allocator;
mod launch;
mod listen;
mod lock;
mod log;
mod random;
mod start;
mod tray;
mod window;

pub use address::{Answer, Holder, Resident, holder, send_envelope};
pub use allocator::with_small_memory;
pub use launch::{Desktop, LaunchError, Launcher, window_program};
pub use listen::{ListenError, is_taken, listen};
pub use lock::{Lock, LockError, is_held, read_resident};
pub use log::LogFile;
pub use random::random_hex;
pub use start::{StartError, find_or_start, settled_holder};
pub use tray::{Tray, TrayAction, TrayError, TrayState};
pub use window::{Attached, End, Lines, PROMPT, Windows};
