//! Dictionaries for compression: which one a payload is packed with, how well that goes, and when a new one is made.
//!
//! Payloads of one item type and platform are alike; a dictionary made of some hundred of them makes the next ones half as large.
//! It is made by a thread of its own, of payloads that are in the file; until then payloads are packed with one that comes with the
//! program.

mod built_in;

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::process::setpriority_process;
use zstd::dict::EncoderDictionary;

pub(super) use built_in::BuiltIn;

use super::pack::LEVEL;
use super::retired::Retired;
use super::tables::dictionary::DictionaryRow;
use super::{Reader, StoreError, Writer};

/// So many payloads make a dictionary.
const SAMPLES: u32 = 300;

/// Bytes of a dictionary.
const SIZE: usize = 64 << 10;

/// Larger payloads gain little, and would make a sample of a few.
pub(super) const MAX_PAYLOAD: usize = 256 << 10;

/// Bytes of all samples together.
const MAX_SAMPLES: usize = 4 << 20;

/// So many payloads say how well a dictionary does.
const WINDOW: u64 = 1_000;

/// Of the thread that makes them.
const LOWEST_PRIORITY: i32 = 19;

/// So many are in the file at most, old ones with them. Then the ones in use stay in use.
const MAX_KEPT: usize = 64;

/// How often is asked whether somebody still needs the old ones.
const LOOK: Duration = Duration::from_secs(60);

/// Classes that have dictionaries. Their names come from clients, who could invent any number.
const MAX_CLASSES: usize = 32;

/// The dictionaries in use. Cheap to clone; all clones are one.
#[derive(Clone, Default)]
pub struct Dictionaries(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    wake: Condvar,
}

#[derive(Default)]
struct State {
    classes: Vec<Class>,
    /// Those that come with the program: for errors, and for everything else.
    built_in: Option<[Prepared; 2]>,
    /// Those that are in no class's use, but in the file.
    retired: Vec<Retired>,
    /// The file is closed.
    has_ended: bool,
}

/// Payloads to make a dictionary of.
#[derive(Debug, Default)]
pub(super) struct Samples {
    /// One after the other.
    pub(super) bytes: Vec<u8>,
    /// Bytes of each.
    pub(super) sizes: Vec<usize>,
}

/// Payloads that are alike.
struct Class {
    kind: String,
    platform: String,
    current: Option<Prepared>,
    /// The current one was made of its own payloads.
    has_own: bool,
    /// Since the dictionary was made, or the last window ended.
    n: u64,
    plain: u64,
    packed: u64,
    /// Bytes packed of 1,000 bytes plain, in the first window of this dictionary.
    usual: Option<u64>,
    /// The thread is to make one.
    is_wanted: bool,
}

/// A dictionary, ready to be used.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) id: i64,
    pub(super) zstd: Arc<EncoderDictionary<'static>>,
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Prepared").field(&self.id).finish()
    }
}

impl Prepared {
    fn new(id: i64, bytes: &[u8]) -> Self {
        Self { id, zstd: Arc::new(EncoderDictionary::copy(bytes, LEVEL)) }
    }
}

impl Class {
    fn new(kind: &str, platform: &str, built_in: Option<Prepared>) -> Self {
        Self {
            kind: kind.to_owned(),
            platform: platform.to_owned(),
            current: built_in,
            has_own: false,
            n: 0,
            plain: 0,
            packed: 0,
            usual: None,
            is_wanted: false,
        }
    }

    fn count(&mut self, plain: usize, packed: usize) {
        self.n += 1;
        self.plain += plain as u64;
        self.packed += packed as u64;
        if !self.has_own {
            self.is_wanted |= self.n >= u64::from(SAMPLES);
        } else if self.n >= WINDOW {
            let ratio = self.packed.saturating_mul(1_000) / self.plain.max(1);
            let usual = *self.usual.get_or_insert(ratio);
            self.is_wanted |= ratio > usual + usual / 2;
            self.begin();
        }
    }

    /// A window begins.
    fn begin(&mut self) {
        (self.n, self.plain, self.packed) = (0, 0, 0);
    }

    /// Answers the one of its own that was in use before.
    fn take_up(&mut self, prepared: Option<Prepared>) -> Option<Retired> {
        let mut before = None;
        if let Some(prepared) = prepared {
            let had_own = std::mem::replace(&mut self.has_own, true);
            // One that came with the program is in others' use too.
            before = self.current.replace(prepared).filter(|_| had_own);
        }
        self.usual = None;
        self.is_wanted = false;
        self.begin();
        before.map(Retired::of)
    }
}

impl Dictionaries {
    /// Those of the file, and a thread that makes more. It ends with `end`.
    pub(super) fn start(reader: Reader, writer: Writer) -> Result<Self, StoreError> {
        let dictionaries = Self::default();
        let rows = reader.dictionaries()?;
        dictionaries.state().built_in =
            Some([prepared(BuiltIn::Errors, &rows, &writer)?, prepared(BuiltIn::Others, &rows, &writer)?]);
        for row in rows.into_iter().rev().filter(|row| !built_in::is_current(row)) {
            let mut state = dictionaries.state();
            // The newest is in use; the others are only for reading.
            match state.class(&row.kind, &row.platform).filter(|class| !class.has_own) {
                Some(class) => drop(class.take_up(Some(Prepared::new(row.id, &row.bytes)))),
                None => state.retired.push(Retired::of_row(row.id)),
            }
        }
        let maker = dictionaries.clone();
        std::thread::Builder::new().name("dictionaries".to_owned()).spawn(move || maker.work(&reader, &writer))?;
        Ok(dictionaries)
    }

    /// No more are made.
    pub(super) fn end(&self) {
        self.state().has_ended = true;
        self.0.wake.notify_all();
    }

    /// What to pack a payload with.
    pub(super) fn of(&self, kind: &str, platform: &str) -> Option<Prepared> {
        self.state().class(kind, platform)?.current.clone()
    }

    /// How a payload was packed.
    pub(super) fn count(&self, (kind, platform): (&str, &str), plain: usize, packed: usize) {
        let mut state = self.state();
        let Some(class) = state.class(kind, platform) else { return };
        let was_wanted = class.is_wanted;
        class.count(plain, packed);
        if class.is_wanted && !was_wanted {
            drop(state);
            self.0.wake.notify_all();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self, reader: &Reader, writer: &Writer) {
        // Who sends events needs the processor now; a dictionary has time. On Linux this is the thread's own priority.
        // Without the right to it, it works as fast as the others.
        let _ = setpriority_process(None, LOWEST_PRIORITY);
        while let Some(wanted) = self.next() {
            let Some((kind, platform)) = wanted else {
                self.remove_unused(reader, writer);
                continue;
            };
            let made = if self.state().n_kept() < MAX_KEPT {
                make(reader, writer, &kind, &platform).unwrap_or_else(|error| {
                    tracing::warn!(%error, kind, platform, "no dictionary could be made; payloads are packed without");
                    None
                })
            } else {
                None
            };
            let mut state = self.state();
            let before = state.class(&kind, &platform).and_then(|class| class.take_up(made));
            state.retired.extend(before);
            drop(state);
            #[cfg(test)]
            self.0.wake.notify_all();
        }
    }

    /// Removes the old ones that nobody needs. What fails is tried again.
    pub(super) fn remove_unused(&self, reader: &Reader, writer: &Writer) {
        let mut retired = std::mem::take(&mut self.state().retired);
        retired.retain_mut(|dictionary| {
            let removed = dictionary.remove_if_unused(reader, writer);
            !removed.unwrap_or_else(|error| {
                tracing::debug!(%error, "an old dictionary stays for now");
                false
            })
        });
        self.state().retired.extend(retired);
    }

    /// Waits until there is one, other than this one.
    #[cfg(test)]
    pub(super) fn wait_for(&self, kind: &str, platform: &str, other_than: i64) {
        let is_missing = |state: &mut State| {
            let current = state.class(kind, platform).and_then(|class| class.current.as_ref());
            current.is_none_or(|current| current.id == other_than)
        };
        let waited = self.0.wake.wait_timeout_while(self.state(), std::time::Duration::from_secs(60), is_missing);
        assert!(!waited.unwrap_or_else(PoisonError::into_inner).1.timed_out(), "no dictionary was made");
    }

    /// The next class that wants a dictionary, or that it is time to look after the old ones. `None`: the file is closed.
    fn next(&self) -> Option<Option<(String, String)>> {
        let mut state = self.state();
        loop {
            if state.has_ended {
                return None;
            }
            if let Some(class) = state.classes.iter().find(|class| class.is_wanted) {
                return Some(Some((class.kind.clone(), class.platform.clone())));
            }
            let (woken, waited) = self.0.wake.wait_timeout(state, LOOK).unwrap_or_else(PoisonError::into_inner);
            if waited.timed_out() && !woken.retired.is_empty() {
                return Some(None);
            }
            state = woken;
        }
    }
}

impl State {
    fn n_kept(&self) -> usize {
        self.retired.len() + self.classes.iter().filter(|class| class.has_own).count()
    }

    fn class(&mut self, kind: &str, platform: &str) -> Option<&mut Class> {
        let is_it = |class: &Class| class.kind == kind && class.platform == platform;
        let place = self.classes.iter().position(is_it).unwrap_or(self.classes.len());
        if place == self.classes.len() && place < MAX_CLASSES {
            let built_in = self.built_in.as_ref().map(|[errors, others]| match BuiltIn::of(kind) {
                BuiltIn::Errors => errors.clone(),
                BuiltIn::Others => others.clone(),
            });
            self.classes.push(Class::new(kind, platform, built_in));
        }
        self.classes.get_mut(place)
    }
}

/// One that comes with the program, put into the file where it is not there yet.
fn prepared(built_in: BuiltIn, rows: &[DictionaryRow], writer: &Writer) -> Result<Prepared, StoreError> {
    let id = match rows.iter().find(|row| built_in.is_in(row)) {
        Some(row) => row.id,
        None => writer.write_blocking(move |tx| tx.add_dictionary(&built_in.row()))?,
    };
    Ok(Prepared::new(id, built_in.bytes()))
}

/// Trains a dictionary with the latest payloads, and puts it into the file before any payload names it.
fn make(reader: &Reader, writer: &Writer, kind: &str, platform: &str) -> Result<Option<Prepared>, StoreError> {
    let samples = reader.samples((kind, platform), SAMPLES, (MAX_PAYLOAD, MAX_SAMPLES))?;
    // Too few or too small ones make none; that is no failure.
    let Ok(bytes) = zstd::dict::from_continuous(&samples.bytes, &samples.sizes, SIZE) else { return Ok(None) };
    drop(samples);
    let row = DictionaryRow { id: 0, kind: kind.to_owned(), platform: platform.to_owned(), bytes: bytes.clone() };
    let id = writer.write_blocking(move |tx| tx.add_dictionary(&row))?;
    Ok(Some(Prepared::new(id, &bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dictionary_is_wanted_first_and_when_it_no_longer_fits() {
        let mut class = Class::new("event", "python", None);
        let mut pass = |n: u64, packed: usize| {
            (0..n).for_each(|_| class.count(1_000, packed));
            let is_wanted = class.is_wanted;
            if is_wanted {
                class.take_up(Some(Prepared::new(1, b"")));
            }
            is_wanted
        };
        let table = [
            (299, 400, false, "too few"),
            (1, 400, true, "the first one"),
            (WINDOW, 100, false, "this is how good it is"),
            (WINDOW, 149, false, "a little worse"),
            (WINDOW, 160, true, "much worse"),
            (WINDOW, 160, false, "with the new one this is how good it is"),
            (WINDOW, 160, false, "it stays so"),
        ];
        for (n, packed, expected, why) in table {
            assert_eq!(pass(n, packed), expected, "{why}");
        }
    }

    #[test]
    fn clients_cannot_invent_any_number_of_classes() {
        let mut state = State::default();
        let n = (0..100).filter(|n| state.class("event", &n.to_string()).is_some()).count();
        assert_eq!((n, state.classes.len()), (MAX_CLASSES, MAX_CLASSES));
        assert!(state.class("event", "0").is_some(), "those that are known stay known");
    }
}
