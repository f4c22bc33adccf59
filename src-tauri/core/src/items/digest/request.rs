//! Who asked for what: the request's address and browser, the user's identity.

use std::borrow::Cow;

use super::read::word;
use crate::event::user::Identity;
use crate::json::{Reader, Shape};

/// What is read of a request.
#[derive(Default)]
pub(super) struct RequestDraft<'a> {
    pub(super) url: Option<Cow<'a, str>>,
    pub(super) agent: Option<Cow<'a, str>>,
}

pub(super) fn read<'a>(value: &mut Reader<'a>) -> RequestDraft<'a> {
    let mut request = RequestDraft::default();
    value.object(|key, value| match key {
        "url" => request.url = word(value).map(without_query),
        "headers" => request.agent = agent(value),
        _ => value.skip(),
    });
    request
}

fn without_query(url: Cow<'_, str>) -> Cow<'_, str> {
    let Some(end) = url.find(['?', '#']) else { return url };
    match url {
        Cow::Borrowed(url) => Cow::Borrowed(&url[..end]),
        Cow::Owned(url) => Cow::Owned(url[..end].to_owned()),
    }
}

/// The `User-Agent` among headers: an object, or pairs.
fn agent<'a>(headers: &mut Reader<'a>) -> Option<Cow<'a, str>> {
    let mut agent = None;
    let is_agent = |name: &str| name.eq_ignore_ascii_case("user-agent");
    if headers.shape() == Shape::Object {
        headers.object(|name, value| {
            if is_agent(name) {
                agent = value.scalar().lenient();
            }
        });
        return agent;
    }
    headers.list(|pair| {
        let mut name = None;
        pair.list(|part| match name.as_deref() {
            None => name = Some(part.scalar().lenient().unwrap_or_default()),
            Some(name) if is_agent(name) => agent = part.scalar().lenient(),
            Some(_) => part.skip(),
        });
    });
    agent
}

/// What tells users apart.
#[derive(Default)]
pub(super) struct UserDraft<'a> {
    id: Option<Cow<'a, str>>,
    username: Option<Cow<'a, str>>,
    email: Option<Cow<'a, str>>,
    ip_address: Option<Cow<'a, str>>,
}

impl UserDraft<'_> {
    pub(super) fn identity(&self) -> Identity<'_> {
        Identity {
            id: self.id.as_deref(),
            username: self.username.as_deref(),
            email: self.email.as_deref(),
            ip_address: self.ip_address.as_deref(),
        }
    }
}

pub(super) fn user<'a>(value: &mut Reader<'a>) -> UserDraft<'a> {
    let mut user = UserDraft::default();
    value.object(|key, value| match key {
        "id" => user.id = word(value),
        "username" => user.username = word(value),
        "email" => user.email = word(value),
        "ip_address" => user.ip_address = word(value),
        _ => value.skip(),
    });
    user
}
