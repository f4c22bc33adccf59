//! Java, Kotlin, Scala and what else runs on a JVM or Android.

use std::borrow::Cow;

use super::names::{cut_after, is_digit, unnumbered};
use super::{PLAIN, Platform, in_module};
use crate::group::rules::Effect::{DropToHere, Library, Noise};
use crate::group::rules::Rule;
use crate::group::rules::Test::{Call, Module};
use crate::items::digest::FrameDigest;

pub(super) const PLATFORM: Platform = Platform {
    names: &["java", "groovy", "haskell", "kotlin", "scala"],
    rules: &[&[
        Rule::of(Module(LIBRARIES, "."), Library),
        Rule::of(Module(&["io.sentry"], "."), Noise),
        Rule::of(Call(BASES), DropToHere),
    ]],
    has_packages: true,
    is_library: |frame| in_module(frame.module.as_deref().unwrap_or_default(), LIBRARIES, "."),
    function,
    module,
    filename: |name| javassist(name).unwrap_or_else(|| unnumbered(name, &["Script"], is_digit)),
    ..PLAIN
};

const LIBRARIES: &[&str] = &[
    "akka",
    "android",
    "androidx",
    "ch.qos.logback",
    "clojure",
    "com.android",
    "com.fasterxml",
    "com.google.android",
    "com.google.common",
    "com.google.gson",
    "com.sun",
    "com.zaxxer",
    "dalvik",
    "feign",
    "groovy",
    "io.grpc",
    "io.ktor",
    "io.micronaut",
    "io.netty",
    "io.opentelemetry",
    "io.quarkus",
    "io.reactivex",
    "io.vertx",
    "java",
    "javax",
    "jakarta",
    "jdk",
    "junit",
    "kotlin",
    "kotlinx",
    "okhttp3",
    "okio",
    "org.apache",
    "org.codehaus.groovy",
    "org.eclipse.jetty",
    "org.glassfish",
    "org.gradle",
    "org.hibernate",
    "org.jboss",
    "org.junit",
    "org.postgresql",
    "org.slf4j",
    "org.springframework",
    "reactor.core",
    "retrofit2",
    "scala",
    "sun",
    "worker.org.gradle",
];

/// Where a thread takes up its work: what led there says nothing about it.
const BASES: &[(&str, &str)] = &[
    ("android.app.ActivityThread", "main"),
    ("android.os.Looper", "loop"),
    ("com.android.internal.os.ZygoteInit", "main"),
    ("java.lang.Thread", "run"),
    ("java.util.concurrent.ForkJoinWorkerThread", "run"),
    ("java.util.concurrent.ThreadPoolExecutor", "runWorker"),
    ("java.util.concurrent.ThreadPoolExecutor$Worker", "run"),
    ("kotlinx.coroutines.scheduling.CoroutineScheduler", "runWorker"),
    ("kotlinx.coroutines.scheduling.CoroutineScheduler$Worker", "run"),
];

/// Names that a JVM, a compiler or a framework makes up end in a number or a hash that differs from start to start.
const GENERATED: &[&str] = &[
    "$$EnhancerBy",
    "$$FastClassBy",
    "$$SpringCGLIB$$",
    "$$_javassist",
    "$$ExternalSyntheticLambda",
    "$HibernateProxy$",
    "$MockitoMock$",
    "$ByteBuddy$",
    "$EnhancerBy",
    "$FastClassBy",
    "_$$_jvst",
    "$fn__",
    "sun.reflect.GeneratedConstructorAccessor",
    "sun.reflect.GeneratedSerializationConstructorAccessor",
    "jdk.internal.reflect.GeneratedConstructorAccessor",
    "jdk.internal.reflect.GeneratedSerializationConstructorAccessor",
];

/// These are cut after their name, nothing put in place.
const ACCESSORS: &[&str] = &["jdk.internal.reflect.GeneratedMethodAccessor", "sun.reflect.GeneratedMethodAccessor"];

fn module<'a>(name: &'a str, _: &FrameDigest<'_>) -> Option<Cow<'a, str>> {
    if name.contains("$$Lambda") {
        return None;
    }
    if let Some(accessor) = ACCESSORS.iter().find(|accessor| name.starts_with(**accessor)) {
        return Some(Cow::Borrowed(accessor));
    }
    if name.rsplit('.').next().and_then(|class| class.strip_prefix("$Proxy")).is_some_and(|n| n.bytes().all(is_digit)) {
        return Some(Cow::Borrowed("$Proxy<auto>"));
    }
    if let Some(known) = cut_after(name, GENERATED) {
        return Some(Cow::Owned(format!("{known}<auto>")));
    }
    // A hidden class is followed by its address.
    let name = name.split_once("/0x").map_or(name, |(class, _)| class);
    Some(unnumbered(name, &["Script", "_closure", "$anonfun$"], is_digit))
}

/// The bodies of lambdas are numbered anew in each build.
fn function(name: &str) -> Option<Cow<'_, str>> {
    if name.starts_with("lambda$") || name.starts_with("$r8$lambda$") {
        return None;
    }
    if let Some(holder) = cut_after(name, &["$lambda"]) {
        return Some(Cow::Borrowed(holder));
    }
    Some(unnumbered(name, &["access$", "$anonfun$"], is_digit))
}

/// `Order$$_javassist_seam_3.java`: `Order$$_javassist<auto>.java`.
fn javassist(name: &str) -> Option<Cow<'_, str>> {
    let known = cut_after(name, &["$$_javassist"])?;
    let rest = name.get(known.len()..)?;
    let rest = rest.strip_prefix("_seam").unwrap_or(rest);
    let after_number =
        rest.strip_prefix('_').map(|number| number.trim_start_matches(|digit: char| digit.is_ascii_digit()));
    Some(Cow::Owned(format!("{known}<auto>{}", after_number.unwrap_or(rest))))
}
