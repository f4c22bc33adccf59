//! The message, under the names that it came by.

use std::borrow::Cow;

use super::exception;
use crate::event::message;
use crate::json::{Json, Reader, Shape};

/// What was read of the message, by the name it stood under.
#[derive(Default)]
pub(super) struct Messages<'a> {
    logentry: Parts<'a>,
    message: Parts<'a>,
    legacy: Parts<'a>,
}

#[derive(Default)]
struct Parts<'a> {
    template: Option<Cow<'a, str>>,
    formatted: Option<Cow<'a, str>>,
    params: Option<&'a [u8]>,
}

impl<'a> Messages<'a> {
    pub(super) fn read(&mut self, key: &str, value: &mut Reader<'a>) {
        let parts = Parts::read(value);
        match key {
            "logentry" => self.logentry = parts,
            "message" => self.message = parts,
            _ => self.legacy = parts,
        }
    }

    /// The text, and the template where it differs.
    pub(super) fn settle(self) -> (Option<Cow<'a, str>>, Option<Cow<'a, str>>) {
        let Self { logentry, message, legacy } = self;
        let parts = [logentry, legacy, message].into_iter().find(Parts::is_there).unwrap_or_default();
        message::settle(parts.template, parts.formatted, || parts.params.map(Json::read))
    }
}

impl<'a> Parts<'a> {
    fn read(value: &mut Reader<'a>) -> Self {
        let mut parts = Self::default();
        if value.shape() != Shape::Object {
            let is_text = value.shape() == Shape::Text;
            parts.formatted = exception::json_text(value).filter(|text| is_text || text != "false");
            return parts;
        }
        value.object(|key, value| match key {
            "message" => parts.template = value.scalar().lenient(),
            "formatted" => parts.formatted = value.scalar().lenient(),
            "params" => parts.params = Some(value.raw()),
            _ => value.skip(),
        });
        parts
    }

    fn is_there(&self) -> bool {
        [&self.template, &self.formatted].into_iter().flatten().any(|text| !text.is_empty())
    }
}
