//! A desktop of one's own for each journey: display, window manager, session bus, resident, driver. All of it ends with the test.

pub(crate) mod bus;
pub(crate) mod desktop;
pub(crate) mod driver;
pub(crate) mod process;
