//! An [`Envelope`] back to bytes: the inverse of `parse`.

use super::Envelope;

/// The bytes that this envelope was read from, but for a byte order mark, carriage returns after headers, and blank lines.
pub fn write(envelope: &Envelope) -> Vec<u8> {
    let n_bytes: usize = envelope.items.iter().map(|item| item.header.len() + item.payload.len() + 2).sum();
    let mut bytes = Vec::with_capacity(envelope.header.bytes.len() + 1 + n_bytes);
    bytes.extend_from_slice(&envelope.header.bytes);
    bytes.push(b'\n');
    for item in &envelope.items {
        bytes.extend_from_slice(&item.header);
        if item.header.is_empty() {
            bytes.extend_from_slice(&item.payload);
            continue;
        }
        bytes.push(b'\n');
        bytes.extend_from_slice(&item.payload);
        bytes.push(b'\n');
    }
    bytes.truncate(bytes.len() - usize::from(envelope.missing_line_feeds).min(bytes.len()));
    bytes
}
