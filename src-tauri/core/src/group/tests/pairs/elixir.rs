//! Elixir: what is one error and what is not.

use super::Pairs;

pub(super) const PAIRS: Pairs = Pairs {
    name: "elixir",
    platform: "elixir",
    join: &[
        (
            "the lines moved",
            "RuntimeError: no card\n+ Shop.Orders.charge/1  m:Elixir.Shop.Orders  f:lib/shop/orders.ex  p:lib/shop/orders.ex:«41|87»",
        ),
        (
            "an anonymous function, numbered anew",
            "RuntimeError: no card\n+ Shop.Orders.\"-charge/1-fun-«0|2»-\"/1  m:Elixir.Shop.Orders  f:lib/shop/orders.ex",
        ),
        (
            "an anonymous function, in either name",
            "RuntimeError: no card\n+ «anonymous fn/1 in Shop.Orders.charge/1|Shop.Orders.-charge/1-fun-0-/1»  m:Elixir.Shop.Orders  f:lib/shop/orders.ex",
        ),
        (
            "a comprehension, numbered anew",
            "RuntimeError: no card\n+ Shop.Orders.-charge/1-lc$^«0|1»/1-«0|1»-/1  m:Elixir.Shop.Orders  f:lib/shop/orders.ex",
        ),
        ("another process", "ErlangError: process #PID<0.«123|4567».0> is gone"),
        (
            "another version of a dependency",
            r"
            RuntimeError: no card
            - Phoenix.Router.«__call__/5|call/2»  m:Elixir.Phoenix.Router  f:deps/phoenix/lib/phoenix/router.ex
            + Shop.Orders.charge/1  m:Elixir.Shop.Orders  f:lib/shop/orders.ex
            ",
        ),
        (
            "in a task, or straight, and nobody says what is own",
            r"
            RuntimeError: no card
            «? Task.Supervised.invoke_mfa/2  m:Elixir.Task.Supervised  f:lib/task/supervised.ex|»
            ? Shop.Orders.charge/1  m:Elixir.Shop.Orders  f:lib/shop/orders.ex
            ",
        ),
        (
            "another OTP",
            r"
            RuntimeError: no card
            - :gen_server.«try_dispatch/4|try_handle_call/4»  m:gen_server  f:gen_server.erl
            + Shop.Orders.charge/1  m:Elixir.Shop.Orders  f:lib/shop/orders.ex
            ",
        ),
        (
            "the module is prefixed, or not",
            "RuntimeError: no card\n+ Shop.Orders.charge/1  m:«Elixir.|»Shop.Orders  f:lib/shop/orders.ex",
        ),
        (
            "another id in the value",
            "Ecto.NoResultsError: expected at least one result but got none in query: where id == ^«4711|98»",
        ),
        ("another reference", "ErlangError: timeout of #Reference<0.«1234.262144.100|77.131072.9»>"),
        (
            "recursion",
            "RuntimeError: deep\n+ Shop.walk/1  m:Shop  f:lib/a.ex  p:lib/a.ex:3\n«+ Shop.walk/1  m:Shop  f:lib/a.ex  p:lib/a.ex:3|»\n+ Shop.leaf/1  m:Shop  f:lib/a.ex  p:lib/a.ex:9",
        ),
    ],
    split: &[
        (
            "another function",
            "RuntimeError: no card\n+ Shop.Orders.«charge|refund»/1  m:Elixir.Shop.Orders  f:lib/x.ex",
        ),
        (
            "another number of arguments",
            "FunctionClauseError: no clause\n+ Shop.Orders.charge/«1|2»  m:Elixir.Shop.Orders  f:lib/x.ex",
        ),
        (
            "another module",
            "RuntimeError: no card\n+ Shop.«Orders|Cart».charge/1  m:Elixir.Shop.«Orders|Cart»  f:lib/x.ex",
        ),
        ("another type", "«RuntimeError|ArgumentError»: no card\n+ Shop.charge/1  m:Elixir.Shop  f:lib/x.ex"),
        (
            "another caller",
            "RuntimeError: no card\n+ Shop.«checkout|renew»/1  m:Elixir.Shop  f:lib/x.ex\n+ Shop.charge/1  m:Elixir.Shop  f:lib/x.ex",
        ),
        (
            "an anonymous function of another one",
            "RuntimeError: no card\n+ anonymous fn/1 in Shop.«charge|refund»/1  m:Elixir.Shop  f:lib/x.ex",
        ),
        (
            "an anonymous function, and the function itself",
            "RuntimeError: no card\n+ «anonymous fn/1 in |»Shop.charge/1  m:Elixir.Shop  f:lib/x.ex",
        ),
        ("another text, no frames", "RuntimeError: card «declined|expired»"),
        ("another reason", "ErlangError: Erlang error: «:nxdomain|:timeout»"),
        (
            "only in a dependency, another function",
            "RuntimeError: x\n- Ecto.Repo.«get/2|all/1»  m:Elixir.Ecto.Repo  f:deps/ecto/lib/repo.ex",
        ),
        ("another message", r#".message "«payment|refund» failed""#),
    ],
};
