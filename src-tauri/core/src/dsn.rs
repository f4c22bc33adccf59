//! DSNs: which project a request is for (protocol notes, 1.1), and the ones that we show.

/// Characters of a key or a number.
const LONGEST: usize = 200;

/// What names a project: key and number of the DSN.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProjectKey {
    /// Public key, cut at the first `.`.
    pub key: String,
    /// Last segment of the path.
    pub number: String,
}

impl ProjectKey {
    /// From a key as it was sent (old clients hang flags on it: `K.no-cache`) and the project of the path. Both are cut where they
    /// are longer than anybody's.
    pub fn new(key: &str, number: &str) -> Self {
        let key = key.split('.').next().unwrap_or_default();
        let cut = |text: &str| text.chars().take(LONGEST).collect::<String>();
        Self { key: cut(key), number: cut(number.trim()).trim_end().to_owned() }
    }

    /// The slug that a project of this key begins with, in `[a-z0-9_]+`: a key that reads like a word, else its number.
    /// Two projects may want the same; who makes the second one appends `_2`.
    pub fn slug(&self) -> String {
        if is_word(&self.key) {
            return self.key.to_ascii_lowercase();
        }
        let number: String = self.number.chars().filter(char::is_ascii_alphanumeric).take(32).collect();
        if number.is_empty() { "project".to_owned() } else { format!("project_{}", number.to_ascii_lowercase()) }
    }
}

/// A key that somebody chose: a letter and up to 31 more characters of words, and no random hex.
fn is_word(key: &str) -> bool {
    let is_random = key.len() >= 16 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    key.starts_with(|first: char| first.is_ascii_alphabetic())
        && key.len() <= 32
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !is_random
}

/// A DSN, taken apart: `http://key[:secret]@host[:port]/prefix/number`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dsn {
    /// `http` or `https`.
    pub scheme: String,
    /// Which project.
    pub project: ProjectKey,
    /// Host, with its port if one is written.
    pub address: String,
    /// What stands before the number, without a slash at the end; mostly nothing.
    pub prefix: String,
}

/// Why a text is no DSN.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DsnError {
    /// Neither `http://` nor `https://`.
    #[error("a DSN begins with `http://` or `https://`")]
    Scheme,
    /// Nothing before the `@`.
    #[error("a DSN has a key and `@` before its host")]
    Key,
    /// Nothing between `@` and the path.
    #[error("a DSN has a host after its key")]
    Host,
    /// No path, or one that ends with a slash.
    #[error("a DSN ends with the number of a project")]
    Number,
}

impl Dsn {
    /// Reads a DSN. A secret in it is ignored.
    ///
    /// # Errors
    /// When a part is missing.
    pub fn parse(text: &str) -> Result<Self, DsnError> {
        let (scheme, rest) = text.trim().split_once("://").ok_or(DsnError::Scheme)?;
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https") {
            return Err(DsnError::Scheme);
        }
        let rest = rest.split(['?', '#']).next().unwrap_or_default().trim_end();
        let (keys, rest) = rest.split_once('@').ok_or(DsnError::Key)?;
        let key = keys.split([':', '.']).next().filter(|key| !key.is_empty()).ok_or(DsnError::Key)?;
        let (address, path) = rest.split_once('/').ok_or(DsnError::Number)?;
        if address.is_empty() {
            return Err(DsnError::Host);
        }
        let (prefix, number) = path.rsplit_once('/').unwrap_or(("", path));
        if number.trim().is_empty() {
            return Err(DsnError::Number);
        }
        Ok(Self {
            scheme,
            project: ProjectKey::new(key, number),
            address: address.to_owned(),
            prefix: prefix.to_owned(),
        })
    }
}

/// The DSN that we show for a project: `http://shop@localhost:8969/1`.
pub fn dsn(slug: &str, address: &str) -> String {
    format!("http://{slug}@{address}/1")
}

/// The DSN by which a known project is reached. A key that JavaScript SDKs would choke on is shown as it is: it is the user's.
pub fn dsn_of(project: &ProjectKey, address: &str) -> String {
    format!("http://{}@{address}/{}", project.key, project.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dsn_is_taken_apart() {
        let table = [
            ("http://shop@localhost:8969/1", ("http", "shop", "localhost:8969", "", "1")),
            ("HTTPS://0123abcd:secret@[::1]:80/errors/eu/42?x=1", ("https", "0123abcd", "[::1]:80", "errors/eu", "42")),
            (" http://k.no-cache@host/name ", ("http", "k", "host", "", "name")),
            ("http://k:se.cret@host/1 ?x", ("http", "k", "host", "", "1")),
        ];
        for (text, (scheme, key, address, prefix, number)) in table {
            let read = Dsn::parse(text).unwrap();
            assert_eq!(
                (read.scheme.as_str(), read.address.as_str(), read.prefix.as_str()),
                (scheme, address, prefix),
                "{text}"
            );
            assert_eq!(read.project, ProjectKey { key: key.into(), number: number.into() }, "{text}");
        }
        let bad = [
            ("", DsnError::Scheme),
            ("ftp://k@h/1", DsnError::Scheme),
            ("http://host/1", DsnError::Key),
            ("http://@host/1", DsnError::Key),
            ("http://.no-cache@host/1", DsnError::Key),
            ("http://k@/1", DsnError::Host),
            ("http://k@host", DsnError::Number),
            ("http://k@host/1/", DsnError::Number),
            ("http://k@host/ ?x", DsnError::Number),
        ];
        for (text, error) in bad {
            assert_eq!(Dsn::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_slug_is_the_key_where_somebody_chose_it() {
        let table = [
            ("shop", "1", "shop"),
            ("My_Shop2", "1", "my_shop2"),
            ("decade", "1", "decade"),
            ("0123456789abcdef0123456789abcdef", "7", "project_7"),
            ("abcdefabcdefabcd", "7", "project_7"),
            ("2fast", "7", "project_7"),
            ("bad-key", "7", "project_7"),
            ("schlüssel", "../7", "project_7"),
            ("abcdefghijklmnopqrstuvwxyz_0123456", "", "project"),
        ];
        for (key, number, slug) in table {
            assert_eq!(ProjectKey::new(key, number).slug(), slug, "{key} {number}");
        }
    }

    #[test]
    fn the_dsn_that_we_show_can_be_read_back() {
        let shown = dsn("shop", "localhost:8969");
        assert_eq!(shown, "http://shop@localhost:8969/1");
        let known = ProjectKey::new("0123456789abcdef", "7");
        assert_eq!(Dsn::parse(&dsn_of(&known, "localhost:8969")).map(|dsn| dsn.project), Ok(known));
        assert_eq!(Dsn::parse(&shown).map(|dsn| dsn.project.slug()).as_deref(), Ok("shop"));
    }
}
