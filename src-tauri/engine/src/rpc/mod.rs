//! The contract with clients: the list of commands, what they answer, and who handles them. Transport is a host's business.

/// Makes the router, the names and the TypeScript map from the one list in `commands.rs`.
macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident($input:ty) -> $output:ty;)*) => {
        /// The names of all commands, for tests and completion.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// Every command with what it takes and what it answers: the contract, for TypeScript.
        #[derive(TS)]
        pub struct Commands {
            $($(#[$doc])* pub $name: ($input, $output),)*
        }

        /// Carries out the command `name` with the JSON `body`, and answers with JSON. It blocks: it reads and writes the file.
        ///
        /// # Errors
        /// An unknown name, a body that does not read as the command's input, or what the command itself refuses.
        pub fn call(context: &super::Context, name: &str, body: &[u8]) -> Result<Vec<u8>, super::RpcError> {
            match name {
                $(stringify!($name) => super::answer(&super::handlers::$name(context, &super::read::<$input>(body)?)?),)*
                _ => Err(super::RpcError::unknown_command(name)),
            }
        }
    };
}

mod attachment;
pub mod commands;
mod context;
mod convert;
mod error;
mod handlers;
mod history;
mod snippets;
pub mod view;

#[cfg(test)]
mod tests;

pub use attachment::Attachment;
pub use commands::{NAMES, call};
pub use context::{Context, OpenHook, PauseState, SendHook};
pub use convert::{change_line, resync_line};
pub use error::{Code, RpcError};
pub use handlers::explain_stored;
pub use history::History;
pub use snippets::{SNIPPETS, Snippet};

/// Reads what a command takes. An empty body is an empty object.
fn read<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, RpcError> {
    let body = if body.is_empty() { b"{}" } else { body };
    serde_json::from_slice(body).map_err(|error| RpcError::bad_input(&error))
}

fn answer<T: serde::Serialize>(view: &T) -> Result<Vec<u8>, RpcError> {
    serde_json::to_vec(view).map_err(|error| RpcError::internal(&error))
}
