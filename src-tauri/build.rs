//! Lets Tauri read `tauri.conf.json` and the icons. Nothing else is decided here.

fn main() {
    tauri_build::build();
}
