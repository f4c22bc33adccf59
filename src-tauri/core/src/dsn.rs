//! DSNs: which project a request is for (protocol notes, 1.1), and the ones that we show.

/// What names a project: key and number of the DSN.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProjectKey {
    /// Public key, cut at the first `.`.
    pub key: String,
    /// Last segment of the path.
    pub number: String,
}
