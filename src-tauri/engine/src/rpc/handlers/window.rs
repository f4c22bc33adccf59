//! The window: it is asked for here, and shown by whoever the engine connected.

use crate::rpc::commands::OpenWindow;
use crate::rpc::view::Opened;
use crate::rpc::{Context, RpcError};

/// Shows the window.
pub(in crate::rpc) fn open_window(context: &Context, input: &OpenWindow) -> Result<Opened, RpcError> {
    let refused = match &context.open_window {
        None => Some("no resident runs".to_owned()),
        Some(open) => open(input).err(),
    };
    Ok(Opened { refused })
}
