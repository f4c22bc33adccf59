//! Ruby: what is one error and what is not.

use super::Pairs;

pub(super) const PAIRS: Pairs = Pairs {
    name: "ruby",
    platform: "ruby",
    join: &[
        ("the lines moved", "KeyError: no card\n+ charge  p:/srv/app/models/order.rb:«41|87»  src:raise KeyError"),
        (
            "another version of a gem",
            r"
            KeyError: no card
            - «call|call_app»  p:/usr/local/bundle/gems/rack-«2.2.8|3.0.1»/lib/rack/head.rb:«12|15»  src:@app.call(env)
            + charge  p:/srv/app/models/order.rb:41  src:raise KeyError
            ",
        ),
        (
            "a block, nested otherwise",
            "KeyError: no card\n+ block «|(2 levels) »in charge  p:/srv/app/models/order.rb:41  src:raise KeyError",
        ),
        (
            "a template, compiled anew",
            "KeyError: no card\n+ _app_views_orders_show_html_erb__«_1234567890_12345|9876543210_54321»  p:/srv/app/views/orders/show.html.erb:3  src:<%= card %>",
        ),
        (
            "Ruby 3.4 names the class",
            "KeyError: no card\n+ «|Shop::Order#»charge  p:/srv/app/models/order.rb:41  src:raise KeyError",
        ),
        (
            "Ruby 3.4 names the class, of a block",
            "KeyError: no card\n+ block in «|Order#»charge  p:/srv/app/models/order.rb:41  src:raise KeyError",
        ),
        (
            "installed elsewhere",
            "KeyError: no card\n+ charge  p:«/srv|/home/ann/shop»/app/models/order.rb:41  src:raise KeyError",
        ),
        ("another id in the value", "ActiveRecord::RecordNotFound: Couldn't find Order with 'id'=«4711|98»"),
        (
            "another object at another address",
            "NoMethodError: undefined method `pay' for #<Order:0x0000«7f8b1c0a|55d2ee10»>",
        ),
        (
            "recursion",
            "SystemStackError: stack level too deep\n+ walk  p:/srv/a.rb:3  src:walk(n)\n«+ walk  p:/srv/a.rb:3  src:walk(n)|»\n+ leaf  p:/srv/a.rb:9  src:x",
        ),
        (
            "another Ruby",
            "KeyError: no card\n- «each|map»  p:/usr/lib/ruby/«3.1.0|3.3.0»/set.rb:501  src:x\n+ charge  p:/srv/a.rb:41  src:raise KeyError",
        ),
        (
            "another file in the temporary folder",
            "Errno::ENOENT: No such file or directory @ rb_sysopen - /tmp/«upload20240101-1-abc|upload20250101-9-xyz».csv",
        ),
    ],
    split: &[
        ("another method", "KeyError: no card\n+ «charge|refund»  p:/srv/a.rb:41  src:x"),
        ("another line", "KeyError: no card\n+ charge  p:/srv/a.rb:41  src:«raise a|raise b»"),
        ("another file", "KeyError: no card\n+ charge  p:/srv/«orders|refunds».rb:41  src:x"),
        ("another type", "«KeyError|ArgumentError»: no card\n+ charge  p:/srv/a.rb:41  src:x"),
        (
            "another caller",
            "KeyError: no card\n+ «checkout|renew»  p:/srv/b.rb:1  src:charge\n+ charge  p:/srv/a.rb:41  src:x",
        ),
        ("another cause", "«PG::Error|Redis::Error»: down\nOrderError: no card\n+ charge  p:/srv/a.rb:41  src:x"),
        (
            "another template",
            "KeyError: no card\n+ _app_views_orders_«show|edit»_html_erb___1234567890_12345  p:/srv/x.erb:3",
        ),
        ("another text, no frames", "ArgumentError: card «declined|expired»"),
        ("another model is not found", "ActiveRecord::RecordNotFound: Couldn't find «Order|User» with 'id'=7"),
        (
            "only in a gem, another method",
            "KeyError: x\n- «get|put»  p:/usr/local/bundle/gems/redis-5.0/lib/redis.rb:1  src:x",
        ),
        ("another message", r#".message "«payment|refund» failed""#),
    ],
};
