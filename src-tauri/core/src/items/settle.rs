//! Which of several ids an event has.

use crate::id::EventId;
use crate::time::Received;

/// Where an event-like item stands among those of its envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The envelope header's id is its own.
    First,
    /// The envelope header's id belongs to another.
    Further,
}

/// The id that counts: that of the envelope's header for the first event-like item, else the payload's own, else the fresh one.
pub fn settle_id(received: &Received, payload_id: Option<EventId>, place: Place) -> EventId {
    let header_id = match place {
        Place::First => received.header_id,
        Place::Further => None,
    };
    header_id.or(payload_id).unwrap_or(received.fresh_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    #[test]
    fn the_header_names_the_first_event_and_no_other() {
        let [header, payload, fresh] = [1, 2, 3].map(|byte| EventId([byte; 16]));
        let table = [
            (Some(header), Some(payload), Place::First, header),
            (Some(header), Some(payload), Place::Further, payload),
            (Some(header), None, Place::Further, fresh),
            (None, Some(payload), Place::First, payload),
            (None, None, Place::First, fresh),
        ];
        for (header_id, payload_id, place, expected) in table {
            let received = Received {
                at: Timestamp::from_micros(0),
                header_id,
                fresh_id: fresh,
                client: None,
                peer: None,
                origin: None,
            };
            assert_eq!(settle_id(&received, payload_id, place), expected, "{header_id:?} {payload_id:?} {place:?}");
        }
    }
}
