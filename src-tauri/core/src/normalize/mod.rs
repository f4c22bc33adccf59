//! Sentry JSON to our model: whole, owned, with notes. One file per family of fields.
