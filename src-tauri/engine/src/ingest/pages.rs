//! Bytes of a large request, in pages of the system: none of them counts before it is written, and all go back at once when they
//! are dropped. An allocator would hold both the old and the new ones while it grows, and keep some for later.

use std::io::{self, Read};

use bytes::Bytes;
use memmap2::MmapMut;

/// See the file.
#[derive(Debug)]
pub struct Pages {
    map: MmapMut,
    length: usize,
}

impl Pages {
    /// Room for so many bytes.
    ///
    /// # Errors
    /// The system has no address space left.
    pub fn new(capacity: usize) -> io::Result<Self> {
        Ok(Self { map: MmapMut::map_anon(capacity.max(1))?, length: 0 })
    }

    /// How many bytes are in it.
    pub fn n_bytes(&self) -> usize {
        self.length
    }

    /// Puts bytes behind the others.
    ///
    /// # Errors
    /// There is no room for all of them.
    pub fn extend(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            if self.read(&mut bytes, usize::MAX)? == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
        }
        Ok(())
    }

    /// Reads once, at most so many bytes: how many came.
    ///
    /// # Errors
    /// As the reader says.
    pub fn read(&mut self, reader: &mut impl Read, most: usize) -> io::Result<usize> {
        let free = self.map.get_mut(self.length..).unwrap_or_default();
        let most = most.min(free.len());
        let n_read = reader.read(free.get_mut(..most).unwrap_or_default())?;
        self.length += n_read;
        Ok(n_read)
    }

    /// The bytes.
    pub fn freeze(self) -> Bytes {
        Bytes::from_owner(self)
    }
}

impl AsRef<[u8]> for Pages {
    fn as_ref(&self) -> &[u8] {
        self.map.get(..self.length).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_for_so_much_and_no_more() {
        let mut pages = Pages::new(10).unwrap();
        assert!(pages.as_ref().is_empty());
        pages.extend(b"hello ").unwrap();
        assert_eq!(pages.read(&mut &b"everybody"[..], 2).unwrap(), 2);
        assert_eq!((pages.n_bytes(), pages.as_ref()), (8, &b"hello ev"[..]));
        assert!(pages.extend(b"erybody").is_err(), "ten fit");
        assert_eq!(pages.freeze(), "hello every"[..10]);
    }
}
