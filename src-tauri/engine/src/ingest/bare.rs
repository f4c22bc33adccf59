//! Requests with neither an envelope nor an event: what they bring is kept as an item, byte for byte, and read when somebody asks.
//!
//! What path and query say beside the body goes into the item's header, so that nothing of the request is lost.

use bytes::Bytes;
use crashtray_core::dsn::ProjectKey;
use crashtray_core::envelope::RawItem;
use crashtray_core::id::EventId;
use crashtray_core::items::Place;
use serde_json::{Map, Value};

use super::error::IngestError;
use super::read::{Read, Reading, USUAL_NUMBER, fresh_id};
use super::{form, multipart};
use crate::store::{Packer, Route};

const REPORTS: &[&str] = &[
    "application/json",
    "application/csp-report",
    "application/expect-ct-report",
    "application/expect-ct-report+json",
    "application/expect-staple-report",
    "application/reports+json",
];
const NETWORK_REPORTS: &[&str] = &["application/json", "application/reports+json"];
const OTLP: &[&str] = &["application/json", "application/x-protobuf", "application/protobuf"];

/// What a request brings.
struct Load {
    items: Vec<RawItem>,
    /// The event that it belongs to, or the id that it is given.
    id: Option<EventId>,
    echo: Option<Bytes>,
}

impl Reading<'_> {
    /// Reads a body that is no envelope.
    ///
    /// # Errors
    /// A content type that the route does not take, or no key.
    pub(super) fn bare(&self, body: Bytes, packer: &mut Packer) -> Result<Read, IngestError> {
        self.check_type()?;
        let project = self.bare_project()?;
        let load = self.load(body);
        let client = self.submission.keys.find().and_then(|found| found.client);
        let config = self.config(&project);
        let arrivals = load.items.iter().enumerate().map(|(index, item)| {
            let received = self.received(index, load.id, client.as_deref());
            self.item(item, received, &config, (Place::First, None), packer)
        });
        let delivery = self.delivery(project, Bytes::new(), 0, arrivals.collect());
        Ok(Read { delivery, header_id: load.id, echo: load.echo })
    }

    fn is_otlp(&self) -> bool {
        matches!(self.submission.route, Route::OtlpLogs | Route::OtlpTraces | Route::OtlpMetrics)
    }

    fn check_type(&self) -> Result<(), IngestError> {
        let allowed = match self.submission.route {
            Route::Security => REPORTS,
            Route::Nel => NETWORK_REPORTS,
            Route::OtlpLogs | Route::OtlpTraces | Route::OtlpMetrics => OTLP,
            Route::Envelope
            | Route::Store
            | Route::Stream
            | Route::Tunnel
            | Route::Minidump
            | Route::Unreal
            | Route::Attachments
            | Route::CheckIn
            | Route::Feedback => return Ok(()),
        };
        let content_type = self.content_type().unwrap_or_default();
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        if allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(kind)) {
            return Ok(());
        }
        Err(IngestError::WrongType(format!("`{kind}`")))
    }

    /// As for envelopes. Feedback names a DSN, or a project where a token of some kind comes with it; exporters of OpenTelemetry
    /// that only know an address have neither.
    fn bare_project(&self) -> Result<ProjectKey, IngestError> {
        let submission = self.submission;
        let found = submission.keys.find();
        if submission.route != Route::Feedback {
            let is_anybody = self.is_otlp() && submission.number.is_none() && found.is_none();
            return match is_anybody {
                true => Ok(ProjectKey { key: "otel".to_owned(), number: "0".to_owned() }),
                false => self.project(None, found.as_ref()),
            };
        }
        let dsn = self.in_query("dsn").or_else(|| submission.keys.dsn().map(str::to_owned));
        match (&submission.beside.name, &dsn, &found) {
            (_, Some(dsn), _) => self.project(Some(dsn), None),
            (Some(name), None, None) if submission.keys.authorization.is_some() => {
                Ok(ProjectKey { key: name.clone(), number: USUAL_NUMBER.to_owned() })
            }
            (_, None, found) => self.project(None, found.as_ref()),
        }
    }

    fn load(&self, body: Bytes) -> Load {
        let one = |item| Load { items: vec![item], id: None, echo: None };
        match self.submission.route {
            Route::Security => one(item("raw_security", body, &self.release())),
            Route::Nel => one(item("nel", body, &self.typed())),
            Route::Minidump => Load { id: Some(fresh_id(&self.seed, 0)), ..one(item("minidump", body, &self.typed())) },
            Route::Unreal => {
                let user = [("user_id", self.in_query("UserID"))];
                Load { id: Some(fresh_id(&self.seed, 0)), ..one(item("unreal_report", body, &user)) }
            }
            Route::Attachments => self.attachments(&body),
            Route::CheckIn => one(self.check_in(body)),
            Route::OtlpLogs => one(item("otlp_logs", body, &self.typed())),
            Route::OtlpTraces => one(item("otlp_traces", body, &self.typed())),
            Route::OtlpMetrics => one(item("otlp_metrics", body, &self.typed())),
            Route::Feedback => self.feedback(body),
            Route::Envelope | Route::Store | Route::Stream | Route::Tunnel => one(item("event", body, &[])),
        }
    }

    /// One per part. What is not in parts is one.
    fn attachments(&self, body: &Bytes) -> Load {
        let name = self.submission.beside.name.as_deref().unwrap_or_default();
        let id = EventId::parse(name.as_bytes());
        let bad_id = || id.is_none().then(|| name.to_owned());
        let boundary = self.content_type().and_then(multipart::boundary);
        let parts = boundary.and_then(|boundary| multipart::parts(body, boundary, self.limits.items));
        let attachment = |part: multipart::Part| {
            let beside = [
                ("filename", part.filename.or(part.name)),
                ("content_type", part.content_type),
                ("event_id", bad_id()),
            ];
            item("attachment", part.body, &beside)
        };
        let whole = || vec![item("attachment", body.clone(), &[self.typed()[0].clone(), ("event_id", bad_id())])];
        let items = parts.map_or_else(whole, |parts| parts.into_iter().map(attachment).collect());
        Load { items, id, echo: None }
    }

    /// What a body says; without one, what the query says.
    fn check_in(&self, body: Bytes) -> RawItem {
        let slug = || self.submission.beside.name.clone();
        let payload = if body.is_empty() { Bytes::from(self.check_in_of_query(slug())) } else { body };
        item("check_in", payload, &[("monitor_slug", slug())])
    }

    fn check_in_of_query(&self, slug: Option<String>) -> Vec<u8> {
        let mut fields = Map::new();
        fields.extend(slug.map(|slug| ("monitor_slug".to_owned(), Value::String(slug))));
        for (name, value) in form::pairs(self.query()).filter(|(name, _)| !name.starts_with("sentry_")) {
            let number = value.parse::<serde_json::Number>().ok().filter(|_| name == "duration");
            fields.insert(name, number.map_or(Value::String(value), Value::Number));
        }
        Value::Object(fields).to_string().into_bytes()
    }

    /// JSON as it came, or what a form says as JSON. The sender gets it back.
    fn feedback(&self, body: Bytes) -> Load {
        let in_query = self.in_query("eventId");
        let (payload, value) = match (serde_json::from_slice::<Value>(&body), std::str::from_utf8(&body)) {
            (Ok(value), _) => (body, value),
            (Err(_), Ok(text)) if text.contains('=') => {
                let id = in_query.clone().map(|id| ("event_id".to_owned(), id));
                let fields = form::pairs(text).chain(id).map(|(name, value)| (name, Value::String(value)));
                let value = Value::Object(fields.collect());
                (Bytes::from(value.to_string()), value)
            }
            (Err(_), _) => (body, Value::Null),
        };
        let echo = (!value.is_null()).then(|| payload.clone());
        let named = value.get("event_id").and_then(Value::as_str).map(str::to_owned).or(in_query);
        let id = named.and_then(|id| EventId::parse(id.as_bytes()));
        Load { items: vec![item("user_report", payload, &[])], id, echo }
    }

    fn release(&self) -> [(&'static str, Option<String>); 3] {
        let [content_type] = self.typed();
        let in_query = |name| (name, self.in_query(name));
        [content_type, in_query("sentry_release"), in_query("sentry_environment")]
    }

    fn typed(&self) -> [(&'static str, Option<String>); 1] {
        [("content_type", self.content_type().map(str::to_owned))]
    }

    fn content_type(&self) -> Option<&str> {
        self.submission.beside.content_type.as_deref()
    }

    fn in_query(&self, name: &str) -> Option<String> {
        form::value(self.query(), name)
    }

    fn query(&self) -> &str {
        self.submission.keys.query.as_deref().unwrap_or_default()
    }
}

/// An item as an envelope would have it.
fn item(kind: &str, payload: Bytes, beside: &[(&str, Option<String>)]) -> RawItem {
    let said = |name: &str| beside.iter().find(|(key, _)| *key == name).and_then(|(_, value)| value.clone());
    let mut header = Map::new();
    header.insert("type".to_owned(), kind.into());
    header.insert("length".to_owned(), payload.len().into());
    for (name, value) in beside {
        header.extend(value.as_ref().map(|value| ((*name).to_owned(), Value::String(value.clone()))));
    }
    RawItem {
        header: Bytes::from(Value::Object(header).to_string()),
        kind: kind.to_owned(),
        filename: said("filename"),
        content_type: said("content_type"),
        attachment_type: None,
        payload,
    }
}

#[cfg(test)]
mod tests;
