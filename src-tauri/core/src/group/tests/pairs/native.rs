//! C and C++: what is one error and what is not.

use super::Pairs;

pub(super) const PAIRS: Pairs = Pairs {
    name: "native c, c++",
    platform: "native",
    join: &[
        (
            "other addresses",
            "SIGSEGV: Segfault at 0x«10|7ffe12»\n+ shop::charge  lib:/srv/shop  addr:0x55«d2ee10|d1aa00»",
        ),
        ("the lines moved", "SIGSEGV: Segfault\n+ shop::charge(int)  p:/srv/src/orders.cpp:«41|87»"),
        ("another argument", "SIGSEGV: Segfault\n+ shop::charge(«int|int, std::string const&»)  p:/srv/orders.cpp:41"),
        (
            "another type parameter",
            "SIGSEGV: Segfault\n+ shop::map<«int|std::vector<int>»>::at(int) const  p:/srv/map.h:41",
        ),
        (
            "a lambda, numbered anew",
            "SIGSEGV: Segfault\n+ shop::run()::{lambda(int)#«1|2»}::operator()(int) const  p:/srv/a.cpp:41",
        ),
        (
            "a lambda of Clang, numbered anew",
            "SIGSEGV: Segfault\n+ shop::run()::$_«0|12»::operator()() const  p:/srv/a.cpp:41",
        ),
        (
            "a lambda of Visual C++",
            "SIGSEGV: Segfault\n+ shop::run::<lambda_«0123456789abcdef0123456789abcdef|fedcba9876543210fedcba9876543210»>::operator()  p:/srv/a.cpp:41",
        ),
        (
            "a part that the compiler split off",
            "SIGSEGV: Segfault\n+ shop::charge(int) [clone .«cold.1|constprop.0»]  p:/srv/a.cpp:41",
        ),
        (
            "a part that the compiler split off, by its symbol",
            "SIGSEGV: Segfault\n+ shop_charge«|.cold»  p:/srv/a.c:41",
        ),
        (
            "another C library",
            r"
            SIGABRT: Abort
            - «__libc_start_main|__libc_start_main_impl»  lib:/lib/x86_64-linux-gnu/libc.so.6
            + main  p:/srv/a.c:3
            + shop_charge  p:/srv/a.c:41
            - «abort|__GI_abort»  lib:/lib/x86_64-linux-gnu/libc.so.6
            - «raise|__pthread_kill_implementation»  lib:/lib/x86_64-linux-gnu/libc.so.6
            ",
        ),
        (
            "an assertion fails, in another C library",
            r"
            SIGABRT: Abort
            + shop_charge  p:/srv/a.c:41
            + «__assert_fail|__assert_rtn»
            + abort
            ",
        ),
        (
            "an exception, thrown in another runtime",
            r"
            std::runtime_error: no card
            + shop::charge(int)  p:/srv/a.cpp:41
            + «__cxa_throw|_CxxThrowException»
            + std::terminate()
            ",
        ),
        (
            "a handler of the signal, or none",
            r"
            SIGSEGV: Segfault
            + shop_charge  p:/srv/a.c:41
            «+ _sigtramp|»
            «+ shop_on_signal  p:/srv/signal.c:3|»
            ",
        ),
        (
            "through std::function, or straight",
            r"
            SIGSEGV: Segfault
            + shop::run()  p:/srv/a.cpp:3
            «+ std::_Function_handler<void ()>::_M_invoke(std::_Any_data const&)  p:/usr/include/c++/12/bits/std_function.h:290|»
            + shop::charge(int)  p:/srv/a.cpp:41
            ",
        ),
        (
            "a thread starts otherwise",
            r"
            SIGSEGV: Segfault
            + «start_thread|_pthread_start»
            + shop::worker()  p:/srv/a.cpp:41
            ",
        ),
        ("recursion", "SIGSEGV: stack overflow\n+ walk  p:/srv/t.c:3\n«+ walk  p:/srv/t.c:3|»\n+ leaf  p:/srv/t.c:9"),
    ],
    split: &[
        ("another function", "SIGSEGV: Segfault\n+ shop::«charge|refund»(int)  p:/srv/a.cpp:41"),
        ("another namespace", "SIGSEGV: Segfault\n+ «shop|cart»::charge(int)  p:/srv/a.cpp:41"),
        ("another file", "SIGSEGV: Segfault\n+ charge  p:/srv/«a|b».c:41"),
        ("another signal", "«SIGSEGV|SIGFPE»: x\n+ charge  p:/srv/a.c:41"),
        ("another caller", "SIGSEGV: x\n+ «checkout|renew»  p:/srv/a.c:1\n+ charge  p:/srv/a.c:41"),
        ("another operator", "SIGSEGV: x\n+ shop::Order::operator«<<|>>»(int)  p:/srv/a.cpp:41"),
        (
            "a lambda of another function",
            "SIGSEGV: x\n+ shop::«run|stop»()::{lambda(int)#1}::operator()(int) const  p:/srv/a.cpp:41",
        ),
        ("another static function", "SIGSEGV: x\n+ (anonymous namespace)::«charge|refund»(int)  p:/srv/a.cpp:41"),
        ("another assertion's place", "SIGABRT: x\n+ «charge|refund»  p:/srv/a.c:41\n+ __assert_fail\n+ abort"),
        ("another exception", "std::«runtime_error|logic_error»: no card\n+ charge  p:/srv/a.cpp:41"),
        ("another text, no frames", "Crash: card «declined|expired»"),
        ("another message", r#".message "«payment|refund» failed""#),
        (
            "a technical type, another function",
            "SIGSEGV: x\n~ {\"type\":\"signalhandler\",\"synthetic\":true}\n+ «charge|refund»  p:/srv/a.c:41",
        ),
    ],
};
