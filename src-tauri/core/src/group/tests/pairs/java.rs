//! Java, Kotlin, Android: what is one error and what is not.

use super::Pairs;

pub(super) const PAIRS: Pairs = Pairs {
    name: "java, kotlin, android",
    platform: "java",
    join: &[
        (
            "the lines moved",
            "java.lang.IllegalStateException: no card\n+ charge  m:com.shop.Orders  f:Orders.java  p:Orders.java:«41|87»",
        ),
        (
            "a lambda of another start",
            r"
            IllegalStateException: no card
            + run  m:com.shop.Orders$$Lambda$«14/0x0000000800b8d440|77/0x0000000801c3a208»  f:Orders.java
            + charge  m:com.shop.Orders  f:Orders.java
            ",
        ),
        (
            "a lambda of a newer JVM",
            r"
            IllegalStateException: no card
            + run  m:com.shop.Orders$$Lambda«$14|/0x00007f1b2c3d4e00»  f:Orders.java
            + charge  m:com.shop.Orders  f:Orders.java
            ",
        ),
        (
            "the body of a lambda, numbered anew",
            "IllegalStateException: no card\n+ lambda$charge$«0|3»  m:com.shop.Orders  f:Orders.java",
        ),
        (
            "the body of a lambda in Kotlin, numbered anew",
            "IllegalStateException: no card\n+ charge$lambda$«0|3»  m:com.shop.OrdersKt  f:Orders.kt",
        ),
        (
            "a lambda that Android's compiler moved",
            "IllegalStateException: no card\n+ run  m:com.shop.Orders$$ExternalSyntheticLambda«0|7»  f:D8$$SyntheticClass\n+ charge  m:com.shop.Orders  f:Orders.java",
        ),
        (
            "a proxy of Spring",
            "IllegalStateException: no card\n+ charge  m:com.shop.Orders$$EnhancerBySpringCGLIB$$«1a2b3c4d|99ffee00»  f:<generated>\n+ charge  m:com.shop.Orders  f:Orders.java",
        ),
        (
            "a proxy of a newer Spring",
            "IllegalStateException: no card\n+ charge  m:com.shop.Orders$$SpringCGLIB$$«0|12»  f:<generated>\n+ charge  m:com.shop.Orders  f:Orders.java",
        ),
        (
            "a proxy of Hibernate",
            "IllegalStateException: no card\n+ charge  m:com.shop.Order$HibernateProxy$«A1b2C3d4|Zz9Yy8Xx»  f:Unknown\n+ charge  m:com.shop.Orders  f:Orders.java",
        ),
        (
            "a proxy of the JVM",
            "IllegalStateException: no card\n+ charge  m:«com.sun.proxy.$Proxy12|jdk.proxy2.$Proxy45»  f:Unknown\n+ charge  m:com.shop.Orders  f:Orders.java",
        ),
        (
            "a mock",
            "IllegalStateException: no card\n+ charge  m:com.shop.Orders$MockitoMock$«1234|998877»  f:Unknown\n+ charge  m:com.shop.Orders  f:Orders.java",
        ),
        (
            "called by reflection, warmed up or not",
            r"
            IllegalStateException: no card
            - «invoke0  m:jdk.internal.reflect.NativeMethodAccessorImpl|invoke  m:jdk.internal.reflect.GeneratedMethodAccessor12»  f:Unknown
            + charge  m:com.shop.Orders  f:Orders.java
            ",
        ),
        (
            "another thread of a pool",
            r#"
            .threads [{"id":«12|31»,"name":"pool-1-thread-«3|8»","crashed":true}]
            IllegalStateException: no card
            + charge  m:com.shop.Orders  f:Orders.java
            "#,
        ),
        (
            "in a pool, or straight, and nobody says what is own",
            r"
            IllegalStateException: no card
            «? runWorker  m:java.util.concurrent.ThreadPoolExecutor  f:ThreadPoolExecutor.java|»
            ? charge  m:com.shop.Orders  f:Orders.java
            ",
        ),
        (
            "a coroutine, resumed by another dispatcher",
            r"
            IllegalStateException: no card
            - «runSafely|run»  m:kotlinx.coroutines.scheduling.CoroutineScheduler  f:CoroutineScheduler.kt
            + invokeSuspend  m:com.shop.Orders$charge$1  f:Orders.kt
            ",
        ),
        (
            "a method of a script, numbered anew",
            "IllegalStateException: no card\n+ doCall  m:Script«1|12»$_run_closure«1|3»  f:Script«1|12».groovy",
        ),
        ("another object in the value", "NullPointerException: com.shop.Order@«1b2c3d4e|77aa00ee» has no card"),
        (
            "the application does not respond, for another time",
            "ApplicationNotResponding: Application Not Responding for at least «5000|5012» ms.\n+ load  m:com.shop.Main  f:Main.java",
        ),
    ],
    split: &[
        ("another method", "IllegalStateException: no card\n+ «charge|refund»  m:com.shop.Orders  f:Orders.java"),
        ("another class", "IllegalStateException: no card\n+ charge  m:com.shop.«Orders|Cart»  f:X.java"),
        (
            "another type",
            "«IllegalStateException|NullPointerException»: no card\n+ charge  m:com.shop.Orders  f:Orders.java",
        ),
        (
            "another caller",
            "IllegalStateException: no card\n+ «checkout|renew»  m:com.shop.App  f:App.java\n+ charge  m:com.shop.Orders  f:Orders.java",
        ),
        (
            "another cause",
            "java.«sql.SQLException|io.IOException»: down\nIllegalStateException: no card\n+ charge  m:com.shop.Orders  f:Orders.java",
        ),
        (
            "another inner class",
            "IllegalStateException: no card\n+ charge  m:com.shop.Orders$«Card|Cash»  f:Orders.java",
        ),
        (
            "a proxy of another class",
            "IllegalStateException: no card\n+ charge  m:com.shop.«Orders|Cart»$$EnhancerBySpringCGLIB$$1a2b3c4d  f:<generated>",
        ),
        (
            "a lambda of another method in Kotlin",
            "IllegalStateException: no card\n+ «charge|refund»$lambda$0  m:com.shop.OrdersKt  f:Orders.kt",
        ),
        ("another text, no frames", "IllegalStateException: card «declined|expired»"),
        (
            "only in a framework, another method",
            "IllegalStateException: x\n- «get|put»  m:java.util.HashMap  f:HashMap.java",
        ),
        (
            "another place does not respond",
            "ApplicationNotResponding: Application Not Responding for at least 5000 ms.\n+ «load|save»  m:com.shop.Main  f:Main.java",
        ),
        (
            "another thread's work",
            r#"
            .thread {"id":1,"name":"main","crashed":true}
            + «load|save»  m:com.shop.Main  f:Main.java
            "#,
        ),
    ],
};
