//! Machine code: C, C++, Objective-C, Swift, and Rust.

use std::borrow::Cow;

use super::{CulpritStyle, Family, PLAIN, Platform, rust};
use crate::group::rules::Effect::{BrokeHere, DropFromHere, DropToHere, Library, Noise, Own, Ungrouped};
use crate::group::rules::Rule;
use crate::group::rules::Test::{Call, Function, FunctionStart, Image, PackageHas};
use crate::group::trim;
use crate::items::digest::FrameDigest;

pub(super) const PLATFORM: Platform = Platform {
    names: &["native", "c", "cocoa", "objc", "swift"],
    family: Family::Native,
    culprit: CulpritStyle::Function,
    rules: &[RULES, rust::RULES],
    is_library: |frame| is_system_image(frame) || rust::is_library(frame),
    shorten: |name, _| trim::native(name),
    function: |name| (!matches!(name, "<redacted>" | "<unknown>")).then_some(Cow::Borrowed(name)),
    ..PLAIN
};

/// What starts a program or a thread, what throws, the system's images, and the SDKs' own functions.
const RULES: &[Rule] = &[
    Rule::of(PackageHas(".app/"), Own),
    Rule::of(PackageHas("/Bundle/Application/"), Own),
    Rule::of(PackageHas("/Users/"), Own),
    Rule::of(PackageHas("/Applications/Xcode"), Library),
    Rule::of(PackageHas("/CoreSimulator/Profiles/Runtimes/"), Library),
    Rule::of(PackageHas("/RuntimeRoot/"), Library),
    Rule::of(Image(&["Sentry", "SentryPrivate", "libsentry.so", "libsentry.dylib", "sentry.dll"]), Noise),
    Rule::of(FunctionStart(SDK), Noise),
    Rule::of(Function(BASES), DropToHere),
    Rule::of(
        Call(&[("dyld", "start"), ("libdyld.dylib", "start"), ("libsystem_pthread.dylib", "thread_start")]),
        DropToHere,
    ),
    Rule::of(Function(HANDLERS), DropFromHere),
    Rule::of(Function(THROWS), DropFromHere),
    Rule::of(FunctionStart(&["FDebug::AssertFailed", "FDebug::CheckVerifyFailed", "FDebug::EnsureFailed"]), BrokeHere),
    Rule::of(FunctionStart(&["FMsg::Logf", "FOutputDevice::Logf", "UE::Logging::Private::BasicFatalLog"]), BrokeHere),
    Rule::of(Function(&["lambda", "lambda::operator()", "operator()"]), Ungrouped),
    Rule::of(FunctionStart(INDIRECT), Ungrouped),
];

/// Here a program or a thread starts.
const BASES: &[&str] = &[
    "BaseThreadInitThunk",
    "RtlUserThreadStart",
    "UIApplicationMain",
    "WinMainCRTStartup",
    "__libc_start_call_main",
    "__libc_start_main",
    "__libc_start_main_impl",
    "__pthread_start",
    "__scrt_common_main_seh",
    "_pthread_start",
    "_pthread_wqthread",
    "_start",
    "invoke_main",
    "mainCRTStartup",
    "start_thread",
    "start_wqthread",
];

/// Here the system hands a signal to a handler.
const HANDLERS: &[&str] = &[
    "KiUserExceptionDispatch",
    "KiUserExceptionDispatcher",
    "RtlpExecuteHandlerForException",
    "__kernel_rt_sigreturn",
    "__restore_rt",
    "_sigtramp",
];

/// What throws, and what ends a program: it broke in what called them.
const THROWS: &[&str] = &[
    "RaiseException",
    "_CxxThrowException",
    "_NSRaiseError",
    "__GI_abort",
    "__GI_raise",
    "__assert_fail",
    "__assert_fail_base",
    "__assert_rtn",
    "__cxa_rethrow",
    "__cxa_throw",
    "__pthread_kill",
    "__pthread_kill_implementation",
    "_assertionFailure",
    "_wassert",
    "abort",
    "gsignal",
    "objc_exception_throw",
    "pthread_kill",
    "raise",
    "std::terminate",
    "swift_unexpectedError",
];

/// The SDKs' own functions.
const SDK: &[&str] = &[
    "+[RNSentry",
    "+[Sentry",
    "-[RNSentry",
    "-[Sentry",
    "RNSentry",
    "SentryCrash",
    "SentrySDK.",
    "kscrash",
    "sentry::",
    "sentry_",
    "sentrycrash",
];

/// Calls that only call another one.
const INDIRECT: &[&str] = &[
    "boost::_bi::",
    "boost::detail::function::",
    "boost::function",
    "std::_Function_handler",
    "std::__1::__function::",
    "std::__1::__invoke",
    "std::__invoke",
    "std::function",
    "std::invoke",
];

/// Images that came with the system.
fn is_system_image(frame: &FrameDigest<'_>) -> bool {
    let package = frame.package.as_deref().unwrap_or_default();
    ["/lib", "/usr/", "/System/", "C:\\Windows\\", "C:\\WINDOWS\\"].iter().any(|start| package.starts_with(start))
}
