//! PHP: what is one error and what is not.

use super::Pairs;

pub(super) const PAIRS: Pairs = Pairs {
    name: "php",
    platform: "php",
    join: &[
        (
            "the lines moved",
            "RuntimeException: no card\n+ Shop\\Order::charge  p:/srv/src/Order.php:«41|87»  src:throw new RuntimeException",
        ),
        (
            "another version of a package",
            r"
            RuntimeException: no card
            - Illuminate\«Routing\Router::dispatch|Pipeline\Pipeline::then»  p:/srv/vendor/laravel/framework/src/Router.php:«9|12»
            + Shop\Order::charge  p:/srv/src/Order.php:41  src:throw new RuntimeException
            ",
        ),
        (
            "an anonymous class is named after its file",
            "RuntimeException: no card\n+ class@anonymous/«srv|home/ann»/a.php:3$«0|1f»::pay  p:/srv/a.php:4  src:x",
        ),
        (
            "a closure of PHP 8.4 is named after its line",
            "RuntimeException: no card\n+ Shop\\{closure«|:Shop\\Order::charge():12»}  p:/srv/a.php:4  src:x",
        ),
        (
            "a closure of PHP 8.4 moved",
            "RuntimeException: no card\n+ {closure:/srv/a.php:«12|14»}  p:/srv/a.php:4  src:x",
        ),
        (
            "installed elsewhere",
            "RuntimeException: no card\n+ Shop\\Order::charge  p:«/srv|/var/www/html»/src/Order.php:41  src:x",
        ),
        (
            "a template, compiled anew",
            "RuntimeException: no card\n+ __TwigTemplate_«0123456789abcdef0123456789abcdef|fedcba9876543210fedcba9876543210»::doDisplay  p:/srv/var/cache/twig/ab/x.php:4  src:x",
        ),
        (
            "a container, compiled anew",
            "RuntimeException: no card\n+ Container«AbC1234\\App|Zz98x7Y\\App»_Kernel::getOrders  p:/srv/var/cache/getOrders.php:4  src:x",
        ),
        (
            "code that was evaluated, on another line",
            "RuntimeException: no card\n+ run  p:/srv/a.php(«12|31») : eval()'d code:1  src:x",
        ),
        ("another id in the value", "ModelNotFoundException: No query results for model [Order] «4711|98»"),
        (
            "recursion",
            "Error: Maximum function nesting level\n+ walk  p:/srv/a.php:3  src:walk($n)\n«+ walk  p:/srv/a.php:3  src:walk($n)|»\n+ leaf  p:/srv/a.php:9  src:x",
        ),
        (
            "another time and address",
            "PDOException: SQLSTATE[HY000] [2002] at «2026-08-20 10:00:00|2026-09-01 11:12:13» from «10.0.0.1|10.0.0.2»",
        ),
        (
            "another temporary file",
            "ErrorException: file_put_contents(/tmp/«phpA1b2C3|phpZ9y8X7»): Failed to open stream",
        ),
    ],
    split: &[
        ("another method", "RuntimeException: no card\n+ Shop\\Order::«charge|refund»  p:/srv/src/Order.php:41  src:x"),
        ("another class", "RuntimeException: no card\n+ Shop\\«Order|Cart»::charge  p:/srv/src/x.php:41  src:x"),
        ("another line", "RuntimeException: no card\n+ charge  p:/srv/a.php:41  src:throw new «A|B»"),
        ("another file", "RuntimeException: no card\n+ charge  p:/srv/«a|b».php:41  src:x"),
        ("another type", "«RuntimeException|LogicException»: no card\n+ charge  p:/srv/a.php:41  src:x"),
        (
            "another caller",
            "RuntimeException: no card\n+ «checkout|renew»  p:/srv/b.php:1  src:x\n+ charge  p:/srv/a.php:41  src:x",
        ),
        (
            "another method of an anonymous class",
            "RuntimeException: no card\n+ class@anonymous/srv/a.php:3$0::«pay|refund»  p:/srv/a.php:4  src:x",
        ),
        (
            "another previous exception",
            "«PDOException|RedisException»: down\nRuntimeException: no card\n+ charge  p:/srv/a.php:41  src:x",
        ),
        ("another text, no frames", "ErrorException: Undefined variable $«card|order»"),
        ("another level of error", "«ErrorException|Error»: Undefined variable $card"),
        ("another message", r#".message "«payment|refund» failed""#),
    ],
};
