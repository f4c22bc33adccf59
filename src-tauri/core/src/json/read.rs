//! Bytes to a whole [`Json`].

use std::collections::HashMap;

use super::{DEPTH, Json, Reader, Scalar, Shape, VALUES};

/// Objects with more keys than this look for repeated keys by a table.
const FEW_KEYS: usize = 16;

impl Json {
    /// Reads what is there: never fails. What comes after a break is missing; no JSON at all is `Null`.
    pub fn read(bytes: &[u8]) -> Self {
        Self::from_reader(&mut Reader::new(bytes))
    }

    /// Reads the next value of a reader, which remembers what had to be repaired.
    pub fn from_reader(reader: &mut Reader<'_>) -> Self {
        let mut room = Room { of_key: VALUES.0, of_all: VALUES.1 };
        read(reader, DEPTH, &mut room).unwrap_or_default()
    }

    /// The value of a key, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::String(_) | Self::List(_) => None,
        }
    }

    /// It as a single value.
    pub fn scalar(&self) -> Scalar<'_> {
        match self {
            Self::Null => Scalar::Null,
            Self::Bool(value) => Scalar::Bool(*value),
            Self::Number(number) => Scalar::Number(number),
            Self::String(text) => Scalar::Text(text.into()),
            Self::List(_) | Self::Object(_) => Scalar::Container,
        }
    }
}

/// For how many more values there is room.
struct Room {
    of_key: usize,
    of_all: usize,
}

impl Room {
    fn take(&mut self) -> bool {
        let is_left = self.of_key > 0 && self.of_all > 0;
        if is_left {
            self.of_key -= 1;
            self.of_all -= 1;
        }
        is_left
    }
}

/// The next value; `None`: there is no room for it.
fn read(reader: &mut Reader<'_>, depth: usize, room: &mut Room) -> Option<Json> {
    if !room.take() {
        reader.repairs_mut().too_many = true;
        reader.skip();
        return None;
    }
    Some(match reader.shape() {
        Shape::Object | Shape::List if depth == 0 => {
            reader.repairs_mut().too_deep = true;
            Json::String(String::from_utf8_lossy(reader.raw()).into_owned())
        }
        Shape::Object => Json::Object(entries(reader, depth - 1, room)),
        Shape::List => {
            let mut values = Vec::new();
            reader.list(|element| values.extend(read(element, depth - 1, room)));
            Json::List(values)
        }
        Shape::Text | Shape::Word | Shape::Nothing => match reader.scalar() {
            Scalar::Null | Scalar::Container => Json::Null,
            Scalar::Bool(value) => Json::Bool(value),
            Scalar::Number(number) => Json::Number(number.to_owned()),
            Scalar::Text(text) => Json::String(text.into_owned()),
        },
    })
}

/// Of a repeated key, the first place and the last value.
fn entries(reader: &mut Reader<'_>, depth: usize, room: &mut Room) -> Vec<(String, Json)> {
    let mut entries: Vec<(String, Json)> = Vec::new();
    let mut table: HashMap<String, usize> = HashMap::new();
    reader.object(|key, value| {
        if depth + 1 == DEPTH {
            room.of_key = VALUES.0;
        }
        let Some(value_read) = read(value, depth, room) else { return };
        let known = if entries.len() <= FEW_KEYS {
            entries.iter().position(|(name, _)| name == key)
        } else {
            if table.is_empty() {
                table.extend(entries.iter().enumerate().map(|(idx, (name, _))| (name.clone(), idx)));
            }
            table.get(key).copied()
        };
        if let Some(idx) = known {
            value.repairs_mut().repeated_key = true;
            entries[idx].1 = value_read;
            return;
        }
        if !table.is_empty() {
            table.insert(key.to_owned(), entries.len());
        }
        entries.push((key.to_owned(), value_read));
    });
    entries
}
