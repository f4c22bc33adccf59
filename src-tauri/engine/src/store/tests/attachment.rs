//! Attachments: kept once, read in pieces, gone with their event.

use super::*;

/// Bytes that do not compress, or do.
fn noise(seed: u8, size: usize) -> Vec<u8> {
    let mut state = u64::from(seed) + 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u8::try_from(state >> 56).unwrap()
    };
    (0..size).map(|_| next()).collect()
}

fn n(sandbox: &Sandbox, table: &str) -> i64 {
    sandbox.number(&format!("SELECT count(*) FROM {table}"))
}

#[test]
fn equal_bytes_are_kept_once_whoever_sends_them() {
    let sandbox = Sandbox::new();
    let bytes = noise(1, 100_000);
    for event in 1..=5 {
        sandbox.ingest(delivery(vec![
            event_arrival(error(event, event)),
            attachment("a.bin", &bytes),
            attachment("b.bin", &bytes),
        ]));
    }
    assert_eq!((n(&sandbox, "attachment"), n(&sandbox, "payload")), (10, 6), "five events and one attachment");
    let stored = sandbox.number("SELECT sum(length(bytes)) FROM payload");
    assert!(stored < 110_000, "{stored} bytes");
    for event in 1..=5 {
        let labels = sandbox.store.reader.attachments(id(event)).unwrap().unwrap();
        assert_eq!(labels.iter().map(|label| label.filename.as_str()).collect::<Vec<_>>(), ["a.bin", "b.bin"]);
        assert!(labels.iter().all(|label| sandbox.bytes_of(label.id) == bytes));
    }
}

#[test]
fn they_go_with_their_event_and_the_bytes_with_the_last_of_them() {
    let sandbox = Sandbox::new();
    let bytes = noise(1, 50_000);
    for event in 1..=3 {
        sandbox.ingest(delivery(vec![event_arrival(error(event, event)), attachment("a", &bytes)]));
    }
    // One that came later, in an envelope of its own.
    let late = |event| Arrival {
        received: Received { header_id: Some(id(event)), ..attachment("late", b"l").received },
        ..attachment("late", b"late")
    };
    sandbox.ingest(delivery(vec![late(1)]));
    for (issue, left, payloads) in [(1, 2, 3), (2, 1, 2), (3, 0, 0)] {
        sandbox.change(issue, IssueAction::Delete);
        sandbox
            .store
            .writer
            .write_blocking(|tx| {
                tx.db.execute(
                    "UPDATE issue SET deleted_at = deleted_at - 3600000000 WHERE deleted_at IS NOT NULL",
                    [],
                )?;
                Ok(())
            })
            .unwrap();
        sandbox.sweep();
        assert_eq!((n(&sandbox, "attachment"), n(&sandbox, "payload")), (left, payloads), "without issue {issue}");
        assert_eq!(n(&sandbox, "item"), 2 * left, "no item is left of it");
    }
    assert_eq!(n(&sandbox, "envelope"), 0);
    assert_eq!(sandbox.store.reader.attachments(id(1)).unwrap(), None);
}

#[test]
fn they_are_read_in_pieces_of_any_size() {
    let sandbox = Sandbox::new();
    let of_any_size =
        [Vec::new(), b"x".to_vec(), noise(2, 256 << 10), noise(3, 3 << 20), b"abc".repeat(2 << 20), vec![0; 5 << 20]];
    let plain = |bytes: &[u8]| {
        let mut arrival = attachment("plain", bytes);
        (arrival.payload.dictionary, arrival.payload.bytes) = (-1, bytes.to_vec());
        arrival
    };
    for (nth, bytes) in of_any_size.iter().enumerate() {
        let event = u8::try_from(nth).unwrap();
        sandbox.ingest(delivery(vec![event_arrival(error(event, 1)), attachment("packed", bytes)]));
        // The same bytes would be kept once: others, that are not compressed.
        let other = [bytes.as_slice(), b"!"].concat();
        sandbox.ingest(delivery(vec![event_arrival(error(100 + event, 1)), plain(&other)]));
        for (event, expected) in [(event, bytes), (100 + event, &other)] {
            let label = sandbox.store.reader.attachments(id(event)).unwrap().unwrap().remove(0);
            assert_eq!(label.size, expected.len() as u64);
            assert!(sandbox.bytes_of(label.id) == *expected, "{} bytes", expected.len());
        }
    }
    assert!(sandbox.store.reader.attachment(999).unwrap().is_none());
}

#[test]
fn what_is_removed_while_it_is_read_breaks_off() {
    let sandbox = Sandbox::new();
    sandbox.ingest(delivery(vec![event_arrival(error(1, 1)), attachment("a", &noise(1, 2 << 20))]));
    let label = sandbox.store.reader.attachments(id(1)).unwrap().unwrap().remove(0);
    let (_, mut reading) = sandbox.store.reader.attachment(label.id).unwrap().unwrap();
    reading.read_exact(&mut [0; 1_000]).unwrap();
    sandbox.store.writer.write_blocking(|tx| {
        tx.db.execute_batch("DELETE FROM attachment; DELETE FROM payload; DELETE FROM item; DELETE FROM event; DELETE FROM envelope")?;
        Ok(())
    }).unwrap();
    // Another one is given its numbers.
    sandbox.ingest(delivery(vec![event_arrival(error(2, 1)), attachment("b", &noise(2, 2 << 20))]));
    let mut rest = Vec::new();
    let error = reading.read_to_end(&mut rest).unwrap_err();
    assert_eq!(error.to_string(), "the attachment was removed");
    assert!(rest.len() < 1 << 20, "{} bytes of what was read before", rest.len());
}
