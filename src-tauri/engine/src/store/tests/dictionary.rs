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
    sandbox.store.dictionaries.wait_for("event", "python", 0);
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

/// With a dictionary of 300 payloads; its number.
fn stocked() -> (Sandbox, Packer, i64) {
    let sandbox = Sandbox::new();
    let mut packer = Packer::new(sandbox.store.dictionaries.clone());
    (0..300).for_each(|n| drop(sandbox.ingest(delivery(vec![sent(&mut packer, n)]))));
    sandbox.store.dictionaries.wait_for("event", "python", 0);
    let number = sandbox.number("SELECT max(id) FROM dictionary");
    (sandbox, packer, number)
}

/// The dictionary does badly: another one takes its place.
fn replaced(sandbox: &Sandbox, number: i64) {
    for packed in [10, 900] {
        (0..1_001).for_each(|_| sandbox.store.dictionaries.count(("event", "python"), 1_000, packed));
    }
    sandbox.store.dictionaries.wait_for("event", "python", number);
}

fn remove_unused(sandbox: &Sandbox) -> i64 {
    sandbox.store.dictionaries.remove_unused(&sandbox.store.reader, &sandbox.store.writer);
    sandbox.number("SELECT count(*) FROM dictionary")
}

#[test]
fn a_dictionary_stays_until_no_payload_needs_it() {
    let (sandbox, mut packer, old) = stocked();
    let on_its_way = sent(&mut packer, 1_000);
    let Content::Event(event) = &on_its_way.content else { panic!("an event") };
    let id = event.id;
    assert_eq!(on_its_way.payload.dictionary, old);
    replaced(&sandbox, old);
    assert_ne!(sent(&mut packer, 2_000).payload.dictionary, old, "the next ones are packed with the new one");
    assert_eq!(remove_unused(&sandbox), 2, "a payload that names the old one is on its way");
    sandbox.ingest(delivery(vec![on_its_way]));
    assert_eq!(remove_unused(&sandbox), 2, "and now it is in the file");
    assert_eq!(sandbox.store.reader.payload(id).unwrap().unwrap(), payload(1_000));
    // More payloads behind it, as many as are looked at in several reads.
    for batch in 0..3 {
        sandbox.ingest(delivery((0..500).map(|n| sent(&mut packer, 3_000 + batch * 500 + n)).collect()));
    }
    assert_eq!(remove_unused(&sandbox), 2);
    sandbox
        .store
        .writer
        .write_blocking(move |tx| {
            tx.db.execute("DELETE FROM payload WHERE dictionary = ?1", [old])?;
            Ok(())
        })
        .unwrap();
    assert_eq!(remove_unused(&sandbox), 1, "nobody names it any more");
    assert_eq!(sandbox.number(&format!("SELECT count(*) FROM dictionary WHERE id = {old}")), 0);
    let rest = sandbox.store.reader.samples("event", "python", 2_000).unwrap();
    assert_eq!(rest.len(), 1_800, "all others are read as before");
}

#[test]
fn one_of_an_earlier_time_goes_too() {
    let (sandbox, mut packer, old) = stocked();
    sandbox.ingest(delivery(vec![sent(&mut packer, 1_000)]));
    replaced(&sandbox, old);
    drop(packer);
    let sandbox = sandbox.opened_at(|| at(1));
    assert_eq!(remove_unused(&sandbox), 2, "a payload names it");
    sandbox
        .store
        .writer
        .write_blocking(|tx| {
            tx.db.execute("DELETE FROM payload WHERE dictionary > 0", [])?;
            Ok(())
        })
        .unwrap();
    assert_eq!(remove_unused(&sandbox), 1, "the one in use stays, though nothing names it");
    assert_eq!(sandbox.number("SELECT id FROM dictionary"), old + 1);
}
