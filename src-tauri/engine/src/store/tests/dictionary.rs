//! Dictionaries: made of what is in the file, named by each payload, and changed when they no longer fit.

use super::*;

/// A real error of the Python SDK, with places for what differs.
const ERROR: &str = include_str!("../../../../../tests/fixtures/bench/python-error.tmpl");

/// The `n`-th of many errors that are alike.
fn payload(n: u32) -> Vec<u8> {
    let template = ERROR.lines().nth(2).unwrap();
    let (group, id) =
        (format!("{:06}", n % 100), format!("{:032x}", u128::from(n).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C)));
    let filled = template.replace("{{GROUP}}", &group).replace("{{EVENT_ID}}", &id).replace("{{TRACE_ID}}", &id);
    filled
        .replace("{{SPAN_ID}}", &id[..16])
        .replace("card declined", &format!("card {} declined", n * 7_919))
        .into_bytes()
}

fn sent(packer: &mut Packer, n: u32) -> Arrival {
    let mut bytes = [3; 16];
    bytes[..4].copy_from_slice(&n.to_be_bytes());
    let event = NewEvent { id: EventId(bytes), ..error(0, 1) };
    let packed = packer.pack_alike(("event", "python"), &payload(n));
    Arrival { payload: packed, ..arrival(ItemKind::Event, b"", Content::Event(Box::new(event))) }
}

#[test]
fn payloads_become_small_once_there_are_enough_of_them() {
    let sandbox = Sandbox::new();
    let mut packer = Packer::new(sandbox.store.dictionaries.clone());
    let first = sent(&mut packer, 0);
    assert_eq!(first.payload.dictionary, 0, "there is none yet");
    sandbox.ingest(delivery(vec![first.clone()]));
    for n in 1..300 {
        sandbox.ingest(delivery(vec![sent(&mut packer, n)]));
    }
    sandbox.store.dictionaries.wait_for("event", "python");
    let later = sent(&mut packer, 1_000);
    let (before, after) = (first.payload.bytes.len(), later.payload.bytes.len());
    assert!(later.payload.dictionary > 0 && after < before / 2, "{before} bytes before, {after} after");
    assert_eq!(packer.pack_alike(("event", "node"), b"{}").dictionary, 0, "others are none of its business");
    assert_eq!(packer.pack_alike(("event", "python"), b"").size, 0);
    let id = match &later.content {
        Content::Event(event) => event.id,
        other => panic!("{other:?}"),
    };
    sandbox.ingest(delivery(vec![later]));
    let sandbox = sandbox.opened_at(|| at(1));
    assert_eq!(sandbox.store.reader.payload(id).unwrap().unwrap(), payload(1_000), "by its dictionary");
    let read_only = Store::open(&sandbox.path(), Mode::Read).unwrap();
    assert_eq!(read_only.reader.payload(id).unwrap().unwrap(), payload(1_000), "for others too");
    let mut packer = Packer::new(sandbox.store.dictionaries.clone());
    assert!(sent(&mut packer, 2_000).payload.dictionary > 0, "it is in use again after a restart");
}
