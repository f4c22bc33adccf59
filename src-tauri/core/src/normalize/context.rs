//! Contexts, user, modules and the SDK: objects that are shown much as they came.

use super::object::Object;
use crate::event::{Context, Sdk, user};
use crate::items::digest::sdk_of_client;
use crate::json::Json;
use crate::time::Received;

pub(super) fn contexts(entries: Vec<(String, Json)>) -> Vec<Context> {
    entries.into_iter().filter(|(_, value)| *value != Json::Null).map(|(name, value)| context(name, value)).collect()
}

fn context(name: String, value: Json) -> Context {
    let mut fields = match value {
        Json::Object(fields) => fields,
        single @ (Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::List(_)) => {
            vec![("value".to_owned(), single)]
        }
    };
    let kind = fields.iter().position(|(key, value)| key == "type" && matches!(value, Json::String(_)));
    let kind = kind.and_then(|idx| fields.remove(idx).1.scalar().text().map(|kind| kind.into_owned()));
    let kind = kind.filter(|kind| !kind.is_empty()).unwrap_or_else(|| name.clone());
    Context { name, kind, fields }
}

/// The fields that name a user first.
const USER_FIELDS: [&str; 5] = ["id", "username", "email", "ip_address", "name"];

/// A user's fields in the order in which they are shown; the address of the peer where the client asks for it.
pub(super) fn user(mut entries: Vec<(String, Json)>, peer: Option<&str>) -> Vec<(String, Json)> {
    entries.retain(|(_, value)| *value != Json::Null);
    entries.sort_by_key(|(key, _)| USER_FIELDS.iter().position(|field| field == key).unwrap_or(USER_FIELDS.len()));
    for (key, value) in &mut entries {
        if key == "ip_address" && *value == Json::String(user::AUTO.to_owned()) {
            *value = peer.map_or(Json::Null, |peer| Json::String(peer.to_owned()));
        }
    }
    entries.retain(|(_, value)| *value != Json::Null);
    entries
}

/// The SDK, if it has a name; what has none is kept as it came.
pub(super) fn sdk(outer: &mut Object<'_, '_>, key: String, value: Json) -> Option<Sdk> {
    if value.get("name").is_none_or(|name| name.scalar().lenient().is_none()) {
        outer.keep(key, value);
        return None;
    }
    let path = outer.path.key("sdk");
    let mut object = Object::new(&path, outer.notes);
    let Json::Object(entries) = value else { return None };
    let (mut name, mut version) = (None, None);
    for (key, value) in entries {
        match key.as_str() {
            "name" => name = object.word(key, value),
            "version" => version = object.word(key, value),
            _ => object.keep(key, value),
        }
    }
    Some(Sdk { name: name?, version: version.unwrap_or_default(), other: object.other })
}

/// The SDK that the request named, for events that name none.
pub(super) fn sdk_of_request(received: &Received) -> Option<Sdk> {
    let (name, version) = sdk_of_client(received.client.as_deref()?)?;
    Some(Sdk { name: name.into_owned(), version: version.into_owned(), other: Vec::new() })
}
