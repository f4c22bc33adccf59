//! C# and .NET: what is one error and what is not.

use super::Pairs;

pub(super) const PAIRS: Pairs = Pairs {
    name: "csharp",
    platform: "csharp",
    join: &[
        (
            "the lines moved",
            "System.InvalidOperationException: no card\n+ Charge  m:Shop.Orders  p:/srv/Orders.cs:«41|87»",
        ),
        (
            "an async method, as its state machine",
            "InvalidOperationException: no card\n+ MoveNext  m:Shop.Orders+<ChargeAsync>d__«7|12»  p:/srv/Orders.cs:41",
        ),
        (
            "an async method, named by either SDK",
            "InvalidOperationException: no card\n+ «MoveNext  m:Shop.Orders+<ChargeAsync>d__7|ChargeAsync  m:Shop.Orders»  p:/srv/Orders.cs:41",
        ),
        (
            "a lambda, numbered anew",
            "InvalidOperationException: no card\n+ <Charge>b__«3_0|4_1»  m:Shop.Orders+<>c  p:/srv/Orders.cs:41",
        ),
        (
            "a lambda that captures, numbered anew",
            "InvalidOperationException: no card\n+ <Charge>b__«0|2»  m:Shop.Orders+<>c__DisplayClass«5_0|8_1»  p:/srv/Orders.cs:41",
        ),
        (
            "a local function, numbered anew",
            "InvalidOperationException: no card\n+ <Charge>g__Check|4_0  m:Shop.«Orders|Orders+<>c»  p:/srv/Orders.cs:41",
        ),
        (
            "the arguments are written, or not",
            "InvalidOperationException: no card\n+ Charge« (System.Int32 id)|»  m:Shop.Orders  p:/srv/Orders.cs:41",
        ),
        (
            "an expression, compiled anew",
            "InvalidOperationException: no card\n+ lambda_method«12|345»  m:Unknown\n+ Charge  m:Shop.Orders  p:/srv/Orders.cs:41",
        ),
        (
            "another .NET",
            r"
            InvalidOperationException: no card
            - «Throw|ThrowForNonSuccess»  m:System.Runtime.ExceptionServices.ExceptionDispatchInfo
            + Charge  m:Shop.Orders  p:/srv/Orders.cs:41
            ",
        ),
        (
            "awaited, or straight",
            r"
            InvalidOperationException: no card
            «- HandleNonSuccessAndDebuggerNotification  m:System.Runtime.CompilerServices.TaskAwaiter|»
            + Charge  m:Shop.Orders  p:/srv/Orders.cs:41
            ",
        ),
        (
            "a proxy, numbered anew",
            "InvalidOperationException: no card\n+ Charge  m:Castle.Proxies.OrdersProxy«|_1»\n+ Charge  m:Shop.Orders  p:/srv/Orders.cs:41",
        ),
        (
            "another id in the value",
            "KeyNotFoundException: The given key '«4711|98»' was not present in the dictionary.",
        ),
        ("built elsewhere", "InvalidOperationException: no card\n+ Charge  p:«/srv|C:\\shop»/Orders.cs:41"),
    ],
    split: &[
        ("another method", "InvalidOperationException: no card\n+ «Charge|Refund»  m:Shop.Orders  p:/srv/Orders.cs:41"),
        ("another class", "InvalidOperationException: no card\n+ Charge  m:Shop.«Orders|Cart»  p:/srv/x.cs:41"),
        (
            "another type",
            "«InvalidOperationException|ArgumentException»: no card\n+ Charge  m:Shop.Orders  p:/srv/x.cs:41",
        ),
        (
            "another async method",
            "InvalidOperationException: no card\n+ MoveNext  m:Shop.Orders+<«Charge|Refund»Async>d__7  p:/srv/x.cs:41",
        ),
        (
            "a lambda of another method",
            "InvalidOperationException: no card\n+ <«Charge|Refund»>b__3_0  m:Shop.Orders+<>c  p:/srv/x.cs:41",
        ),
        (
            "a lambda, and the method itself",
            "InvalidOperationException: no card\n+ «<Charge>b__3_0  m:Shop.Orders+<>c|Charge  m:Shop.Orders»  p:/srv/x.cs:41",
        ),
        (
            "another caller",
            "InvalidOperationException: no card\n+ «Checkout|Renew»  m:Shop.App\n+ Charge  m:Shop.Orders",
        ),
        (
            "another inner exception",
            "«SqlException|IOException»: down\nInvalidOperationException: no card\n+ Charge  m:Shop.Orders",
        ),
        ("another text, no frames", "InvalidOperationException: card «declined|expired»"),
        (
            "only in the framework, another method",
            "NullReferenceException: x\n- «Get|Put»  m:System.Collections.Generic.Dictionary",
        ),
        ("another message", r#".message "«payment|refund» failed""#),
        (
            "another local function",
            "InvalidOperationException: no card\n+ «<Charge>g__Check|<Refund>g__Check»  m:Shop.Orders",
        ),
    ],
};
