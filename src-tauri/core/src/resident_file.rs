//! The resident's file, `crashtray.db-resident`: who holds a data file, where it listens, and the token that opens it.
//!
//! Only its form. Reading, writing, locking and the file's mode (0600) belong to whoever holds the file.

use std::fmt;
use std::net::SocketAddr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The protocol between resident, command line and window. It grows when an older program would misunderstand a newer one.
pub const PROTOCOL: u32 = 1;

/// What the file says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResidentFile {
    /// The process that wrote it.
    pub pid: u32,
    /// Version of its program, `0.1.0`.
    pub version: String,
    /// What it speaks: see [`PROTOCOL`].
    pub protocol: u32,
    /// What it does with the data file.
    pub does: Does,
    /// Where it listens; empty while it does not.
    pub addresses: Vec<SocketAddr>,
    /// Opens everything: 64 hex digits, kept over restarts. Never logged.
    pub token: String,
}

/// What the holder of a data file does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Does {
    /// One command at work (its name), without an endpoint; it is over in seconds.
    Command(String),
    /// The endpoint in the background; makes way for a newer one.
    Resident,
    /// The endpoint in the foreground; never asked to make way.
    Serve,
}

/// The file cannot be understood.
#[derive(Debug, Error)]
#[error("the resident's file is not readable: {0}")]
pub struct ResidentFileError(#[from] serde_json::Error);

impl ResidentFile {
    /// Reads what [`ResidentFile::to_json`] wrote; fields of later versions are passed over.
    ///
    /// # Errors
    /// Whatever is not such an object.
    pub fn parse(json: &str) -> Result<Self, ResidentFileError> {
        Ok(serde_json::from_str(json)?)
    }

    /// One line of JSON with a line feed.
    #[must_use]
    #[expect(clippy::expect_used, reason = "strings, numbers and lists always become JSON")]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("strings, numbers and lists always become JSON") + "\n"
    }

    /// The address that clients and the page use: the first IPv4 one on loopback.
    #[must_use]
    pub fn client_address(&self) -> Option<SocketAddr> {
        self.addresses.iter().copied().find(|address| address.is_ipv4() && address.ip().is_loopback())
    }
}

impl fmt::Debug for ResidentFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResidentFile")
            .field("pid", &self.pid)
            .field("version", &self.version)
            .field("protocol", &self.protocol)
            .field("does", &self.does)
            .field("addresses", &self.addresses)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn example() -> ResidentFile {
        ResidentFile {
            pid: 4711,
            version: "0.1.0".into(),
            protocol: PROTOCOL,
            does: Does::Resident,
            addresses: vec!["[::1]:8969".parse().unwrap(), "127.0.0.1:8969".parse().unwrap()],
            token: "00ff".into(),
        }
    }

    #[test]
    fn is_written_in_one_line() {
        let json = example().to_json();
        expect![[r#"
            {"pid":4711,"version":"0.1.0","protocol":1,"does":"resident","addresses":["[::1]:8969","127.0.0.1:8969"],"token":"00ff"}
        "#]]
        .assert_eq(&json);
        assert_eq!(ResidentFile::parse(&json).unwrap(), example(), "what is written is read back");
    }

    #[test]
    fn names_the_command_at_work() {
        let at_work = ResidentFile { does: Does::Command("clean".into()), addresses: vec![], ..example() };
        assert_eq!(ResidentFile::parse(&at_work.to_json()).unwrap(), at_work);
        assert_eq!(at_work.client_address(), None, "a command has no endpoint");
    }

    #[test]
    fn clients_use_the_ipv4_address() {
        assert_eq!(example().client_address(), Some("127.0.0.1:8969".parse().unwrap()));
    }

    #[test]
    fn a_later_field_is_passed_over_and_broken_text_is_an_error() {
        assert!(ResidentFile::parse(&example().to_json().replace("{\"pid\"", "{\"later\":[1],\"pid\"")).is_ok());
        for broken in ["", "{", "[]", "{\"pid\":1}", "{\"pid\":-1,\"version\":\"\",\"protocol\":1,\"does\":\"serve\"}"]
        {
            assert!(ResidentFile::parse(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn never_shows_the_token_in_a_log() {
        assert!(!format!("{:?}", example()).contains("00ff"));
    }
}
