//! Errors that clients see. A code exists only if a client branches on it; nobody reads the message but people.

use serde::Serialize;
use ts_rs::TS;

use crate::store::StoreError;

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RpcError {
    /// For programs.
    pub code: Code,
    /// For people: a lower-case fragment.
    pub message: String,
    /// What to do next, as a sentence.
    pub hint: Option<String>,
    /// For `query`, and where rules are wrong: offset of the first wrong character, in UTF-16 units.
    pub at: Option<u32>,
}

/// What a client can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The request itself is wrong.
    BadInput,
    /// What is asked for is being done already.
    Busy,
    /// A fault of ours, or of the disk.
    Internal,
    /// There is no such issue or event.
    NotFound,
    /// The search cannot be read; the list keeps its last good result.
    Query,
    /// The token or session is missing or wrong.
    Unauthorized,
    /// The file cannot be written at the moment.
    Unavailable,
}

impl RpcError {
    /// No issue has this number.
    pub fn no_issue(number: u32) -> Self {
        Self::new(Code::NotFound, format!("there is no issue {number}"), Some("`crashtray issues` lists them."))
    }

    /// No event is there.
    pub fn no_event(what: &str) -> Self {
        Self::new(Code::NotFound, format!("there is no event `{what}`"), Some("Retention may have removed it."))
    }

    /// No command has this name.
    pub fn unknown_command(name: &str) -> Self {
        Self::new(
            Code::BadInput,
            format!("there is no command `{name}`"),
            Some("The resident may be older than the client."),
        )
    }

    /// The body does not read as what the command takes.
    pub fn bad_input(error: &dyn std::fmt::Display) -> Self {
        Self::new(Code::BadInput, format!("the input cannot be read: {error}"), None)
    }

    /// A fault of ours.
    pub fn internal(error: &dyn std::fmt::Display) -> Self {
        Self::new(Code::Internal, error.to_string(), Some("`crashtray log` says more."))
    }

    /// The search `text` cannot be read. Pages count in UTF-16 units, as their language does.
    pub fn wrong_query(text: &str, error: crashtray_core::query::QueryError) -> Self {
        let before = text.get(..error.at).unwrap_or(text);
        let at = u32::try_from(before.encode_utf16().count()).ok();
        Self { at, ..Self::new(Code::Query, error.expected, None) }
    }

    /// The status with which it is answered over HTTP.
    pub fn status(&self) -> u16 {
        match self.code {
            Code::BadInput | Code::Query => 400,
            Code::Unauthorized => 401,
            Code::NotFound => 404,
            Code::Busy => 409,
            Code::Internal => 500,
            Code::Unavailable => 503,
        }
    }

    /// With any code.
    pub fn new(code: Code, message: String, hint: Option<&str>) -> Self {
        Self { code, message, hint: hint.map(str::to_owned), at: None }
    }
}

impl From<StoreError> for RpcError {
    fn from(error: StoreError) -> Self {
        let code = if error.is_passing() { Code::Unavailable } else { Code::Internal };
        Self::new(code, error.to_string(), None)
    }
}

impl std::fmt::Display for RpcError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RpcError {}

#[cfg(test)]
mod tests {
    use super::RpcError;

    #[test]
    fn what_is_wrong_is_found_where_the_page_looks_for_it() {
        let text = "дата 😀 level:loud";
        let error = crashtray_core::query::parse(text).unwrap_err();
        let at = RpcError::wrong_query(text, error).at.unwrap();
        let units: Vec<u16> = text.encode_utf16().skip(at as usize).collect();
        assert!(String::from_utf16(&units).unwrap().ends_with("loud") && at >= 8, "{at} is at the wrong word");
    }
}
