//! C# and the other languages of .NET.

use std::borrow::Cow;

use super::{CulpritStyle, Family, Platform, in_module, whole_function, whole_module};

pub(super) const PLATFORM: Platform = Platform {
    names: &["csharp"],
    family: Family::Other,
    culprit: CulpritStyle::ModuleIn,
    rules: &[],
    context_line: false,
    is_library: |frame| {
        let module = frame.module.as_deref().unwrap_or_default();
        in_module(module, &["System", "Microsoft", "Sentry"], ".")
    },
    shorten: |name| Cow::Borrowed(name.split_once(" (").map_or(name, |(function, _)| function)),
    prefers_raw_function: true,
    function: whole_function,
    module: whole_module,
};
