//! A reader of JSON that goes through the bytes once, and takes what clients really send.
//!
//! Three uses: headers of envelopes, the digest of an event before the answer, and [`Json`](super::Json) for whoever looks at
//! it later. It borrows what it can, keeps its own list of open brackets instead of calling itself (200,000 levels are as
//! good as two), and never stops at what serde_json refuses: lone surrogates, bytes that are no UTF-8, raw control characters,
//! repeated keys, `NaN`, a byte order mark. These are repaired and remembered. What is no JSON at all ends the reading; what
//! came before it stands.

use std::borrow::Cow;

use super::repairs::Repairs;
use super::scalar::Scalar;
use super::text::{self, Escapes};

/// Reads one value after the other. Each method that reads consumes one whole value, whatever it is.
#[derive(Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Brackets that are open in the value which is being skipped.
    open: Vec<u8>,
    broken: Option<Broken>,
    repairs: Repairs,
    /// Elements of lists that were read so far.
    n_elements: usize,
}

/// So many elements of lists are read; further ones are skipped. Frames of all exceptions and threads together are far fewer.
const ELEMENTS: usize = 50_000;

/// Where and why the bytes stop being JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Offset in bytes.
    pub at: usize,
    /// Why, as a fragment.
    pub reason: &'static str,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `{`
    Object,
    /// `[`
    List,
    /// `"`
    Text,
    /// A number, `true`, `false`, `null`, or something that is no JSON.
    Word,
    /// Nothing: the end, or what cannot begin a value.
    Nothing,
}

impl<'a> Reader<'a> {
    /// Reads from the start; a byte order mark is skipped.
    pub fn new(bytes: &'a [u8]) -> Self {
        let byte_order_mark = bytes.starts_with(b"\xef\xbb\xbf");
        let repairs = Repairs { byte_order_mark, ..Repairs::default() };
        Self { bytes, at: if byte_order_mark { 3 } else { 0 }, open: Vec::new(), broken: None, repairs, n_elements: 0 }
    }

    /// How many bytes were read.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Where the bytes stopped being JSON, if they did.
    pub fn broken(&self) -> Option<Broken> {
        self.broken
    }

    /// What was repaired up to here.
    pub fn repairs(&self) -> Repairs {
        self.repairs
    }

    /// What comes next, after blanks.
    pub fn shape(&mut self) -> Shape {
        match self.peek() {
            Some(b'{') => Shape::Object,
            Some(b'[') => Shape::List,
            Some(b'"') => Shape::Text,
            Some(b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z') => Shape::Word,
            Some(_) | None => Shape::Nothing,
        }
    }

    /// Reads an object: `entry` gets each key, and reads its value (one that it leaves is skipped). False, with the value
    /// skipped, if it is none.
    pub fn object(&mut self, mut entry: impl FnMut(&str, &mut Self)) -> bool {
        if self.shape() != Shape::Object {
            self.skip();
            return false;
        }
        self.at += 1;
        let mut place = Place::Opened;
        while self.goes_on(b'}', place) {
            place = Place::Within;
            let Some(key) = self.key() else { break };
            if self.shape() == Shape::Nothing {
                self.skip();
                break;
            }
            let before = self.at;
            entry(&key, self);
            if self.at == before {
                self.skip();
            }
        }
        true
    }

    /// Reads a list: `element` reads each value (one that it leaves is skipped). False, with the value skipped, if it is none.
    pub fn list(&mut self, mut element: impl FnMut(&mut Self)) -> bool {
        if self.shape() != Shape::List {
            self.skip();
            return false;
        }
        self.at += 1;
        let mut place = Place::Opened;
        while self.goes_on(b']', place) {
            place = Place::Within;
            if self.shape() == Shape::Nothing {
                self.skip();
                break;
            }
            let before = self.at;
            element(self);
            if self.at == before {
                self.skip();
            }
        }
        true
    }

    /// Reads a list without its null elements, and without one that breaks off before anything of it could be read.
    pub fn elements<T>(&mut self, read: impl Fn(&mut Self) -> T) -> Vec<T> {
        let mut elements = Vec::new();
        self.list(|element| element.element_into(&mut elements, &read));
        elements
    }

    /// Reads what Sentry calls values: a list, an object with the list under `values`, or a single object. Null elements and
    /// an empty object are nothing.
    pub fn values<T>(&mut self, read: impl Fn(&mut Self) -> T) -> Vec<T> {
        match self.shape() {
            Shape::List => self.elements(read),
            Shape::Object => self.values_of_object(read),
            Shape::Text | Shape::Word | Shape::Nothing => {
                let mut values = Vec::new();
                self.element_into(&mut values, &read);
                values
            }
        }
    }

    /// Reads a text; `None`, with the value skipped, if it is something else.
    pub fn text(&mut self) -> Option<Cow<'a, str>> {
        if self.shape() == Shape::Text {
            return self.string();
        }
        self.skip();
        None
    }

    /// Reads a value that is no container; one that is, is skipped.
    pub fn scalar(&mut self) -> Scalar<'a> {
        match self.shape() {
            Shape::Text => self.string().map_or(Scalar::Null, Scalar::Text),
            Shape::Word => self.word(),
            Shape::Object | Shape::List => {
                self.skip();
                Scalar::Container
            }
            Shape::Nothing => {
                self.skip();
                Scalar::Null
            }
        }
    }

    /// Consumes a `null`, or what is read as one (`NaN`); anything else is left where it is.
    pub fn is_null(&mut self) -> bool {
        let start = self.at;
        let is_null = matches!(self.peek(), Some(b'n' | b'N' | b'I' | b'-')) && self.word() == Scalar::Null;
        if !is_null {
            self.at = start;
        }
        is_null
    }

    /// Skips a value: whether it was any, and not `null` or something that broke off before it was one.
    pub fn is_something(&mut self) -> bool {
        self.scalar() != Scalar::Null
    }

    /// Skips a value, and gives its bytes.
    pub fn raw(&mut self) -> &'a [u8] {
        self.peek();
        let start = self.at;
        self.skip();
        &self.bytes[start.min(self.at)..self.at]
    }

    /// Skips a value of any depth.
    pub fn skip(&mut self) {
        self.open.clear();
        loop {
            let place = match self.shape() {
                Shape::Object => self.enter(b'}'),
                Shape::List => self.enter(b']'),
                Shape::Text => self.pass_string(),
                Shape::Word => self.pass_word(),
                Shape::Nothing => self.pass_nothing(),
            };
            if !self.next_within(place) {
                return;
            }
        }
    }

    /// Skips blanks; nothing may be left then.
    pub fn end(&mut self) {
        if self.peek().is_some() {
            self.fail("something follows the value");
        }
    }

    pub(super) fn repairs_mut(&mut self) -> &mut Repairs {
        &mut self.repairs
    }

    fn element_into<T>(&mut self, elements: &mut Vec<T>, read: &impl Fn(&mut Self) -> T) {
        let is_container = matches!(self.shape(), Shape::Object | Shape::List);
        if self.is_null() {
            return;
        }
        if self.n_elements == ELEMENTS {
            self.repairs.too_many = true;
            self.skip();
            return;
        }
        self.n_elements += 1;
        let element = read(self);
        if is_container || self.broken.is_none() {
            elements.push(element);
        }
    }

    fn values_of_object<T>(&mut self, read: impl Fn(&mut Self) -> T) -> Vec<T> {
        let start = self.at;
        let mut n_keys = 0;
        let mut values = None;
        self.object(|key, value| {
            n_keys += 1;
            if key == "values" {
                values = Some(value.elements(&read));
            }
        });
        match values {
            Some(values) => values,
            None if n_keys == 0 => Vec::new(),
            None => {
                self.at = start;
                self.broken = None;
                vec![read(self)]
            }
        }
    }

    fn enter(&mut self, closing: u8) -> Place {
        self.at += 1;
        self.open.push(closing);
        Place::Opened
    }

    fn pass_string(&mut self) -> Place {
        self.string_bytes();
        Place::Within
    }

    fn pass_word(&mut self) -> Place {
        self.word();
        Place::Within
    }

    fn pass_nothing(&mut self) -> Place {
        self.fail("a value is missing");
        Place::Within
    }

    /// Goes to the next value within the one that is being skipped. False: that was all.
    fn next_within(&mut self, mut place: Place) -> bool {
        while let Some(&closing) = self.open.last() {
            if self.goes_on(closing, place) {
                return closing == b']' || self.skip_key();
            }
            place = Place::Within;
            self.open.pop();
        }
        false
    }

    /// Whether another entry follows: consumes the comma before it, or else the closing bracket.
    fn goes_on(&mut self, closing: u8, place: Place) -> bool {
        let next = self.peek();
        if self.broken.is_some() {
            return false;
        }
        match (next, place) {
            (Some(byte), _) if byte == closing => {
                self.at += 1;
                false
            }
            (Some(b','), Place::Within) => {
                self.at += 1;
                true
            }
            (Some(_), Place::Opened) => true,
            (Some(_), Place::Within) => self.fail("a comma is missing"),
            (None, _) => self.fail("it breaks off"),
        }
    }

    fn key(&mut self) -> Option<Cow<'a, str>> {
        if self.peek() != Some(b'"') {
            self.fail("a key is missing");
            return None;
        }
        let key = self.string()?;
        self.colon().then_some(key)
    }

    fn skip_key(&mut self) -> bool {
        if self.peek() != Some(b'"') {
            return self.fail("a key is missing");
        }
        self.string_bytes().is_some() && self.colon()
    }

    fn colon(&mut self) -> bool {
        if self.peek() != Some(b':') {
            return self.fail("a colon is missing");
        }
        self.at += 1;
        true
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        let (bytes, escapes) = self.string_bytes()?;
        Some(text::decode(bytes, escapes, &mut self.repairs))
    }

    /// The bytes between the quotes.
    fn string_bytes(&mut self) -> Option<(&'a [u8], Escapes)> {
        let start = self.at + 1;
        let mut end = start;
        let mut escapes = Escapes::None;
        while let Some(length) = self.bytes.get(end..).and_then(text::quote_or_backslash) {
            end += length;
            if self.bytes[end] == b'"' {
                self.at = end + 1;
                return Some((&self.bytes[start..end], escapes));
            }
            escapes = Escapes::Some;
            end += 2;
        }
        self.fail("a text breaks off");
        None
    }

    fn word(&mut self) -> Scalar<'a> {
        let rest = &self.bytes[self.at..];
        let length =
            rest.iter().position(|byte| !matches!(byte, b'-' | b'+' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z'));
        let word = &rest[..length.unwrap_or(rest.len())];
        self.at += word.len();
        match word {
            b"null" => Scalar::Null,
            b"true" => Scalar::Bool(true),
            b"false" => Scalar::Bool(false),
            b"NaN" | b"-NaN" | b"Infinity" | b"-Infinity" => {
                self.repairs.not_a_number = true;
                Scalar::Null
            }
            number => match std::str::from_utf8(number) {
                Ok(number) if text::is_number(number.as_bytes()) => Scalar::Number(number),
                Ok(_) | Err(_) => {
                    self.at -= word.len();
                    self.fail("a word that is no JSON");
                    Scalar::Null
                }
            },
        }
    }

    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    /// Ends the reading: whatever is asked for from now on is not there. The first reason counts.
    fn fail(&mut self, reason: &'static str) -> bool {
        self.broken.get_or_insert(Broken { at: self.at, reason });
        self.at = self.bytes.len();
        false
    }
}

/// Where in a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Right after its opening bracket.
    Opened,
    /// After a value.
    Within,
}
