//! Puts the DSN into the clipboard. A clipboard belongs to a program that lives on; without a toolkit we leave it to one made for that.

use std::process::Stdio;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::resident::Desktop;

/// Programs that keep a clipboard, and their arguments; the first that is there is taken.
const PROGRAMS: &[(&str, &[&str])] =
    &[("wl-copy", &[]), ("xclip", &["-selection", "clipboard"]), ("xsel", &["--clipboard", "--input"])];

/// Copies `text`, or says in the log why not.
pub(super) async fn copy(text: &str, session: &Desktop) {
    for (program, arguments) in PROGRAMS {
        if let Ok(true) = copy_by(program, arguments, text, session).await {
            return;
        }
    }
    tracing::warn!("the DSN could not be copied: neither wl-copy, xclip nor xsel did it; it is {text}");
}

async fn copy_by(program: &str, arguments: &[&str], text: &str, session: &Desktop) -> std::io::Result<bool> {
    let mut command = Command::new(program);
    command.args(arguments).envs(session.variables());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(text.as_bytes()).await?;
    }
    Ok(child.wait().await?.success())
}
