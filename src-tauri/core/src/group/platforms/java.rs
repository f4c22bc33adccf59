//! Java, Kotlin, Scala and what else runs on a JVM or Android.

use std::borrow::Cow;

use super::{CulpritStyle, Family, Platform, as_it_is, in_module};
use crate::group::rules::Effect::{Library, Noise};
use crate::group::rules::Rule;
use crate::group::rules::Test::Module;
use crate::items::digest::FrameDigest;

pub(super) const PLATFORM: Platform = Platform {
    names: &["java", "groovy", "haskell", "kotlin", "scala"],
    family: Family::Other,
    culprit: CulpritStyle::ModuleIn,
    rules: &[&[Rule::of(Module(LIBRARIES, "."), Library), Rule::of(Module(&["io.sentry"], "."), Noise)]],
    context_line: false,
    is_library: |frame| in_module(frame.module.as_deref().unwrap_or_default(), LIBRARIES, "."),
    shorten: as_it_is,
    prefers_raw_function: false,
    function: |name| (!name.starts_with("lambda$")).then_some(Cow::Borrowed(name)),
    module,
};

const LIBRARIES: &[&str] = &[
    "akka",
    "android",
    "androidx",
    "com.android",
    "com.fasterxml",
    "com.sun",
    "dalvik",
    "feign",
    "io.ktor",
    "io.netty",
    "io.opentelemetry",
    "java",
    "javax",
    "jdk",
    "kotlin",
    "kotlinx",
    "org.apache",
    "org.glassfish",
    "org.jboss",
    "org.postgresql",
    "org.springframework",
    "reactor.core",
    "scala",
    "sun",
];

/// Names that a JVM makes up at run time end in a number or a hash that differs from start to start.
const GENERATED: &[&str] = &[
    "$$EnhancerBy",
    "$$FastClassBy",
    "$$_javassist",
    "$HibernateProxy$",
    "$EnhancerBy",
    "$FastClassBy",
    "$fn__",
    "sun.reflect.GeneratedConstructorAccessor",
    "sun.reflect.GeneratedSerializationConstructorAccessor",
];

/// These are cut after their name, nothing put in place.
const ACCESSORS: &[&str] = &["jdk.internal.reflect.GeneratedMethodAccessor", "sun.reflect.GeneratedMethodAccessor"];

fn module<'a>(name: &'a str, _: &FrameDigest<'_>) -> Option<Cow<'a, str>> {
    if name.contains("$$Lambda$") {
        return None;
    }
    if let Some(accessor) = ACCESSORS.iter().find(|accessor| name.starts_with(**accessor)) {
        return Some(Cow::Borrowed(accessor));
    }
    match GENERATED.iter().find_map(|mark| name.find(mark).map(|at| at + mark.len())) {
        Some(end) => Some(Cow::Owned(format!("{}<auto>", name.get(..end).unwrap_or(name)))),
        None => Some(Cow::Borrowed(name)),
    }
}
