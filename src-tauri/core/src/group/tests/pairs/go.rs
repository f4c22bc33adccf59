//! Go: what is one error and what is not.

use super::Pairs;

pub(super) const PAIRS: Pairs = Pairs {
    name: "go",
    platform: "go",
    join: &[
        ("the lines moved", "*errors.errorString: no card\n+ Charge  m:shop/orders  p:/srv/orders/orders.go:«41|87»"),
        ("a closure, numbered anew", "*errors.errorString: no card\n+ main.func«1|2»  m:main  p:/srv/main.go:41"),
        (
            "a closure in a closure, numbered anew",
            "*errors.errorString: no card\n+ Charge.func«1.2|3.1»  m:shop/orders  p:/srv/orders.go:41",
        ),
        (
            "another instance of a generic function",
            "*errors.errorString: no card\n+ Map[«...|go.shape.int»]  m:shop/list  p:/srv/list.go:41",
        ),
        (
            "a method, called by its value",
            "*errors.errorString: no card\n+ (*Order).Charge«|-fm»  m:shop/orders  p:/srv/orders.go:41",
        ),
        (
            "a goroutine that was wrapped",
            "*errors.errorString: no card\n+ main.«func1|gowrap1»  m:main  p:/srv/main.go:41\n+ Charge  m:shop/orders  p:/srv/orders.go:41",
        ),
        (
            "another version of a module",
            r"
            *errors.errorString: no card
            - «ServeHTTP|handleHTTPRequest»  m:github.com/gin-gonic/gin  p:/root/go/pkg/mod/github.com/gin-gonic/gin@v1.«9|10».1/gin.go:«620|589»
            + Charge  m:shop/orders  p:/srv/orders.go:41
            ",
        ),
        (
            "another Go",
            r"
            *errors.errorString: no card
            - «serve|Serve»  m:net/http  p:/usr/local/go/src/net/http/server.go:«1995|2092»
            + Charge  m:shop/orders  p:/srv/orders.go:41
            ",
        ),
        (
            "built in another folder",
            "*errors.errorString: no card\n+ Charge  m:shop/orders  p:«/srv|/home/ann/shop»/orders/orders.go:41",
        ),
        (
            "another address in the value",
            "runtime.Error: runtime error: invalid memory address or nil pointer dereference [signal SIGSEGV: segmentation violation code=0x1 addr=0x«0|18» pc=0x«4a1b2c|4a1b30»]",
        ),
        ("another index", "runtime.boundsError: index out of range [«7|12»] with length «3|5»"),
        (
            "a panic, with and without the runtime's own frames",
            r"
            runtime.Error: no card
            + Charge  m:shop/orders  p:/srv/orders.go:41
            «- gopanic  m:runtime  p:/usr/local/go/src/runtime/panic.go:770|»
            «+ main.func1  m:main  p:/srv/main.go:9|»
            ",
        ),
        (
            "recursion",
            "*errors.errorString: deep\n+ Walk  m:shop/tree  p:/srv/t.go:3\n«+ Walk  m:shop/tree  p:/srv/t.go:3|»\n+ Leaf  m:shop/tree  p:/srv/t.go:9",
        ),
        (
            "another goroutine",
            r#"
            .threads {"values":[{"id":«1|31»,"current":true}]}
            *errors.errorString: no card
            + Charge  m:shop/orders  p:/srv/orders.go:41
            "#,
        ),
    ],
    split: &[
        ("another function", "*errors.errorString: no card\n+ «Charge|Refund»  m:shop/orders  p:/srv/orders.go:41"),
        ("another package", "*errors.errorString: no card\n+ Charge  m:shop/«orders|cart»  p:/srv/x.go:41"),
        ("another type", "«*errors.errorString|*fs.PathError»: no card\n+ Charge  m:shop/orders  p:/srv/orders.go:41"),
        ("another receiver", "*errors.errorString: no card\n+ (*«Order|Cart»).Charge  m:shop  p:/srv/x.go:41"),
        (
            "another caller",
            "*errors.errorString: no card\n+ «Checkout|Renew»  m:shop  p:/srv/x.go:1\n+ Charge  m:shop/orders  p:/srv/orders.go:41",
        ),
        (
            "a closure of another function",
            "*errors.errorString: no card\n+ «Charge|Refund».func1  m:shop  p:/srv/x.go:41",
        ),
        (
            "another wrapped error",
            "«*net.OpError|*fs.PathError»: low\n*fmt.wrapError: no card\n+ Charge  m:shop/orders  p:/srv/orders.go:41",
        ),
        ("another text, no frames", "*errors.errorString: card «declined|expired»"),
        (
            "another panic, no frames",
            "runtime.Error: runtime error: «invalid memory address or nil pointer dereference|integer divide by zero»",
        ),
        (
            "another generic function",
            "*errors.errorString: no card\n+ «Map|Filter»[...]  m:shop/list  p:/srv/list.go:41",
        ),
        ("another message", r#".message "«payment|refund» failed""#),
    ],
};
