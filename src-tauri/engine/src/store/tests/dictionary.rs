//! Dictionaries: made of what is in the file, named by each payload, and changed when they no longer fit.

use std::path::Path;

use super::dictionaries::BuiltIn;
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
    let built_in = first.payload.dictionary;
    assert!(built_in > 0, "one comes with the program");
    sandbox.ingest(delivery(vec![first.clone()]));
    for n in 1..300 {
        sandbox.ingest(delivery(vec![sent(&mut packer, n)]));
    }
    sandbox.store.dictionaries.wait_for("event", "python", built_in);
    let later = sent(&mut packer, 1_000);
    let (before, after) = (first.payload.bytes.len(), later.payload.bytes.len());
    assert!(later.payload.dictionary > built_in && after < before / 2, "{before} bytes before, {after} after");
    assert_eq!(packer.pack_alike(("event", "node"), b"{}").dictionary, built_in, "others are none of its business");
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
    assert!(sent(&mut packer, 2_000).payload.dictionary > built_in, "it is in use again after a restart");
}

#[test]
fn built_in_dictionaries_are_in_the_file_once() {
    let sandbox = Sandbox::new();
    let ids = || sandbox.number("SELECT count(*) FROM dictionary");
    assert_eq!(ids(), 2);
    let sandbox = sandbox.opened_at(|| at(1));
    assert_eq!(sandbox.number("SELECT count(*) FROM dictionary"), 2, "also after another start");
}

/// With `REMAKE_DICTIONARIES=1` they are made anew.
#[test]
fn built_in_dictionaries_are_made_of_recorded_requests() {
    let recorded = recorded();
    for (built_in, file, size, gain) in
        [(BuiltIn::Errors, "errors", 32 << 10, 25), (BuiltIn::Others, "others", 16 << 10, 40)]
    {
        let samples: Vec<&[u8]> = recorded
            .iter()
            .filter(|(kind, _)| BuiltIn::of(kind) == built_in)
            .map(|(_, bytes)| bytes.as_slice())
            .collect();
        assert!(samples.len() > 60, "{} samples", samples.len());
        if std::env::var_os("REMAKE_DICTIONARIES").is_some() {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/store/dictionaries/{file}.zdict"));
            std::fs::write(path, zstd::dict::from_samples(&samples, size).unwrap()).unwrap();
            continue;
        }
        let sandbox = Sandbox::new();
        let mut packer = Packer::new(sandbox.store.dictionaries.clone());
        let plain: usize = samples.iter().map(|sample| pack(sample).bytes.len()).sum();
        let kind = if built_in == BuiltIn::Errors { "event" } else { "session" };
        let packed: usize = samples.iter().map(|sample| packer.pack_alike((kind, ""), sample).bytes.len()).sum();
        assert!(packed * 100 < plain * (100 - gain), "{file}: {plain} bytes without, {packed} with");
    }
}

/// Item type and payload of what SDKs sent, as far as it is plain or gzip.
fn recorded() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/requests");
    let mut bodies: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    bodies.retain(|path| path.extension().is_some_and(|extension| extension == "body"));
    bodies.sort();
    let mut found = Vec::new();
    for path in bodies {
        let body = std::fs::read(path).unwrap();
        let mut unzipped = Vec::new();
        let is_gzip =
            std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(body.as_slice()), &mut unzipped).is_ok();
        let bytes = if is_gzip { unzipped } else { body };
        let limits = crashtray_core::envelope::Limits { items: 1_000, item_bytes: 1 << 20 };
        let Ok(envelope) = crashtray_core::envelope::parse(bytes.into(), &limits) else { continue };
        let json =
            envelope.items.into_iter().filter(|item| item.payload.starts_with(b"{") && item.payload.len() < 64 << 10);
        found.extend(
            json.filter(|item| item.kind != "attachment").map(|item| (item.kind.to_string(), item.payload.to_vec())),
        );
    }
    found
}

/// Not of those that come with the program.
const OWN: &str = "SELECT count(*) FROM dictionary WHERE platform <> '*'";

/// With a dictionary of 300 payloads; its number.
fn stocked() -> (Sandbox, Packer, i64) {
    let sandbox = Sandbox::new();
    let mut packer = Packer::new(sandbox.store.dictionaries.clone());
    (0..300).for_each(|n| drop(sandbox.ingest(delivery(vec![sent(&mut packer, n)]))));
    let built_in = sandbox.number("SELECT min(id) FROM dictionary");
    sandbox.store.dictionaries.wait_for("event", "python", built_in);
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
    sandbox.number(OWN)
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
    let rest = sandbox.store.reader.samples(("event", "python"), 2_000, (1 << 20, 1 << 30)).unwrap();
    assert_eq!(rest.sizes.len(), 1_800, "all others are read as before");
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
    assert_eq!(sandbox.number("SELECT max(id) FROM dictionary"), old + 1);
}
