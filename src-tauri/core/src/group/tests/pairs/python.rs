//! Python: what is one error and what is not.

use super::Pairs;

pub(super) const PAIRS: Pairs = Pairs {
    name: "python",
    platform: "python",
    join: &[
        (
            "the lines moved",
            r"
            KeyError: 'card'
            + main  m:shop.app  p:/srv/shop/app.py:«10|31»  src:run()
            + charge  m:shop.orders  p:/srv/shop/orders.py:«41|87»  src:raise KeyError(name)
            ",
        ),
        (
            "another id in the value",
            r"
            DoesNotExist: order «4711|98» of 7c9e6679-7425-40de-944b-e07fc1f90«ae7|bc1» is gone
            ",
        ),
        (
            "the recursion went deeper",
            r"
            RecursionError: maximum recursion depth exceeded
            + main  m:shop.app  p:/srv/app.py:3  src:walk(tree)
            + walk  m:shop.tree  p:/srv/tree.py:9  src:walk(node.left)
            + «walk  m:shop.tree  p:/srv/tree.py:9  src:walk(node.left)|leaf  m:shop.tree  p:/srv/tree.py:12  src:raise»
            «+ leaf  m:shop.tree  p:/srv/tree.py:12  src:raise|»
            ",
        ),
        (
            "two functions called each other, once more or less",
            r"
            RecursionError: maximum recursion depth exceeded
            + main  m:shop.app  p:/srv/app.py:3  src:even(n)
            + even  m:shop.app  p:/srv/app.py:9  src:return odd(n - 1)
            + odd  m:shop.app  p:/srv/app.py:12  src:return even(n - 1)
            + even  m:shop.app  p:/srv/app.py:9  src:return odd(n - 1)
            + odd  m:shop.app  p:/srv/app.py:12  src:return even(n - 1)
            «+ even  m:shop.app  p:/srv/app.py:9  src:return odd(n - 1)|»
            «+ odd  m:shop.app  p:/srv/app.py:12  src:return even(n - 1)|»
            + stop  m:shop.app  p:/srv/app.py:15  src:raise
            ",
        ),
        (
            "another version of a library",
            r"
            IntegrityError: duplicate key
            + save  m:shop.orders  p:/srv/orders.py:41  src:order.save()
            - «_save_table|save_base»  m:django.db.models.base  p:/srv/.venv/lib/python3.12/site-packages/django/db/models/base.py:«902|877»  src:self.«a|b»()
            ",
        ),
        (
            "called through asyncio, or straight",
            r"
            ValueError: no card
            - «run|main»  m:asyncio.«runners|base_events»  p:/usr/lib/python3.12/asyncio/runners.py:190  src:return loop
            + charge  m:shop.orders  p:/srv/orders.py:41  src:raise ValueError
            ",
        ),
        (
            "installed elsewhere",
            r"
            ValueError: no card
            + charge  m:shop.orders  p:«/srv/shop|/home/ann/dev/shop»/orders.py:41  src:raise ValueError
            ",
        ),
        (
            "a worker started with other descriptors",
            r"
            ValueError: no card
            + <module>  m:__main__  p:<string>:1  src:from multiprocessing.spawn import spawn_main; spawn_main(tracker_fd=«5|9», pipe_handle=«7|11»)
            + charge  m:shop.orders  p:/srv/orders.py:41  src:raise ValueError
            ",
        ),
        (
            "a notebook's cell, in another kernel",
            r"
            ValueError: no card
            + <module>  m:__main__  p:/tmp/ipykernel_«2312/1884|77/4081»620190.py:3  src:charge(card)
            ",
        ),
        (
            "another temporary file",
            r"
            FileNotFoundError: [Errno 2] No such file or directory: '/tmp/«tmpa8x_2c|tmpq0zz91»/orders.csv'
            ",
        ),
        (
            "another thread",
            r#"
            .tags {"thread.name":"«worker-1|worker-9»"}
            ValueError: no card
            + charge  m:shop.orders  p:/srv/orders.py:41  src:raise ValueError
            "#,
        ),
        (
            "the source was indented anew",
            "ValueError: no card\n+ charge  m:shop.orders  p:/srv/orders.py:41  src:raise« |\t»ValueError(name)",
        ),
        (
            "a logged message with its template",
            r#"
            .logentry {"message":"user %s not found","formatted":"user «ann|bob» not found"}
            "#,
        ),
        (
            "SDKs that mark the worker's own frames as the user's",
            r"
            ValueError: no card
            «+|-» __call__  m:sentry_sdk.integrations.wsgi  p:/srv/.venv/lib/python3.12/site-packages/sentry_sdk/integrations/wsgi.py:9  src:x
            + charge  m:shop.orders  p:/srv/orders.py:41  src:raise ValueError
            ",
        ),
    ],
    split: &[
        (
            "another type",
            r"
            «KeyError|ValueError»: 'card'
            + charge  m:shop.orders  p:/srv/orders.py:41  src:raise error
            ",
        ),
        (
            "another function",
            r"
            KeyError: 'card'
            + «charge|refund»  m:shop.orders  p:/srv/orders.py:41  src:raise error
            ",
        ),
        (
            "another module",
            r"
            KeyError: 'card'
            + charge  m:shop.«orders|refunds»  p:/srv/x.py:41  src:raise error
            ",
        ),
        (
            "another line of the same function",
            r"
            AssertionError
            + charge  m:shop.orders  p:/srv/orders.py:«41|44»  src:assert «card.ok|total > 0»
            ",
        ),
        (
            "another caller",
            r"
            KeyError: 'card'
            + «checkout|renew»  m:shop.app  p:/srv/app.py:4  src:charge(card)
            + charge  m:shop.orders  p:/srv/orders.py:41  src:raise error
            ",
        ),
        (
            "another cause",
            r"
            «KeyError|IndexError»: 'card'
            + find  m:shop.cards  p:/srv/cards.py:4  src:return cards[name]
            OrderError: declined
            + charge  m:shop.orders  p:/srv/orders.py:41  src:raise OrderError
            ",
        ),
        (
            "with a cause, and without",
            r"
            «KeyError: 'card'|»
            OrderError: declined
            + charge  m:shop.orders  p:/srv/orders.py:41  src:raise OrderError
            ",
        ),
        ("another text, no frames", r"ValueError: card «declined|expired»"),
        (
            "another path that is not temporary",
            r"FileNotFoundError: [Errno 2] No such file or directory: '/etc/shop/«cards|orders».toml'",
        ),
        ("another message", r#".message "«payment|refund» failed""#),
        ("another template", r#".logentry {"message":"user %s not «found|allowed»","params":["ann"]}"#),
        (
            "only in a library, another function of it",
            r"
            JSONDecodeError: Expecting value
            - «decode|raw_decode»  m:json.decoder  p:/usr/lib/python3.12/json/decoder.py:355  src:raise
            ",
        ),
        (
            "another member of a group",
            r#"
            ValueError: a
            ~ {"type":"chained","exception_id":1,"parent_id":0}
            «KeyError|TypeError»: b
            ~ {"type":"chained","exception_id":2,"parent_id":0}
            ExceptionGroup: two
            ~ {"type":"generic","exception_id":0,"is_exception_group":true}
            "#,
        ),
    ],
};
