/** Made-up events in full: Python with everything, JavaScript, Rust, a bare message, and one that means harm. */

const frame = (over) => ({
  function: null,
  module: null,
  filename: null,
  abs_path: null,
  lineno: null,
  colno: null,
  in_app: false,
  crashed: false,
  library: '',
  language: null,
  pre_context: [],
  context_line: null,
  post_context: [],
  source: null,
  stale: false,
  vars: [],
  instruction_addr: null,
  ...over,
});
const exception = (over) => ({
  kind: null,
  value: null,
  module: null,
  mechanism: null,
  handled: null,
  exception_id: null,
  parent_id: null,
  source: null,
  frames: [],
  ...over,
});
const pair = (key, value) => ({ key, value });
const pairs = (object) => Object.entries(object).map(([key, value]) => pair(key, value));
const library = (name, fn, filename, lineno) =>
  frame({ function: fn, module: name, filename, lineno, library: name, language: 'python' });

const django = Array.from({ length: 14 }, (_, i) =>
  library(
    'django',
    ['inner', '_get_response', 'dispatch', 'wrapper'][i % 4],
    `django/core/handlers/base.py`,
    197 + i,
  ),
);
const wsgi = ['run', 'finish_response'].map((fn, i) =>
  library('wsgiref', fn, 'wsgiref/handlers.py', 137 + i),
);

const own = (fn, filename, lineno, code, over = {}) =>
  frame({
    function: fn,
    module: filename.replace('.py', '').replaceAll('/', '.'),
    filename,
    abs_path: `/home/ann/shop/${filename}`,
    lineno,
    in_app: true,
    language: 'python',
    context_line: code,
    source: 'event',
    ...over,
  });

const PRICING = {
  pre_context: [
    'def total_in(order: Order, currency: str | None = None) -> Decimal:',
    '    """Sum of the lines, converted once, rounded at the end."""',
    '    lines = order.lines.select_related("product")',
    '    net = sum(line.price * line.quantity for line in lines)',
    '    rate = RATES.get(currency or order.currency)',
  ],
  post_context: ['', ''],
  crashed: true,
  colno: 13,
  vars: [
    { name: 'net', value: "Decimal('184.50')", on_line: true },
    { name: 'rate', value: null, on_line: true },
    { name: 'currency', value: "'CHF'", on_line: false },
    {
      name: 'order',
      value: { id: 1042, lines: ['Line 1', 'Line 2', 'Line 3'], currency: 'CHF' },
      on_line: false,
    },
    { name: 'lines', value: '<QuerySet [<Line: 1>, <Line: 2>, <Line: 3>]>', on_line: false },
  ],
};

function pythonEvent() {
  const frames = [
    ...wsgi,
    own('__call__', 'ops/middleware.py', 23, 'response = self.get_response(request)'),
    ...django,
    own('checkout', 'shop/views.py', 58, 'receipt = charge(order, token)', {
      pre_context: [
        '@require_POST',
        'def checkout(request, pk):',
        '    order = get_object_or_404(Order, pk=pk)',
        '    token = Token.load(request)',
      ],
      post_context: ['    return render(request, "receipt.html", {"receipt": receipt})'],
      vars: [{ name: 'pk', value: 1042, on_line: false }],
    }),
    own('charge', 'shop/payments.py', 64, 'amount = total_in(order, token.currency)'),
    own(
      'total_in',
      'shop/pricing.py',
      117,
      '    return (net * rate).quantize(CENT, ROUND_HALF_EVEN)',
      PRICING,
    ),
  ];
  return {
    platform: 'python',
    exceptions: [
      exception({
        kind: 'KeyError',
        value: "'rates:CHF'",
        mechanism: 'generic',
        handled: true,
        source: '__context__',
        exception_id: 1,
        parent_id: 0,
        frames: [
          own('lookup', 'shop/rates.py', 31, '    return cache[f"rates:{currency}"]', {
            vars: [{ name: 'currency', value: "'CHF'", on_line: true }],
          }),
        ],
      }),
      exception({
        kind: 'TypeError',
        value: "unsupported operand type(s) for *: 'decimal.Decimal' and 'NoneType'",
        mechanism: 'django',
        handled: false,
        exception_id: 0,
        frames,
      }),
    ],
    breadcrumbs: PYTHON_CRUMBS,
    request: {
      method: 'POST',
      url: 'http://localhost:8000/checkout/1042',
      query: [pair('step', '3')],
      fragment: null,
      headers: pairs({
        'Content-Type': 'application/json',
        Referer: 'http://localhost:8000/cart',
        'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
      }),
      cookies: pairs({ sessionid: 'qx7f0a41d', csrftoken: 'b3d1' }),
      env: pairs({ SERVER_NAME: 'demo-host', SERVER_PORT: '8000' }),
      data: { currency: 'CHF', token: 'tok_1234' },
    },
    user: pairs({ id: 42, email: 'ann@example.com', plan: 'pro' }),
    user_label: 'ann@example.com',
    tags: pairs({
      environment: 'dev',
      release: '1.4.1-dev',
      currency: 'CHF',
      browser: 'Firefox 145',
      'checkout.step': '3',
      runtime: 'CPython 3.12.3',
      region: 'eu-west',
      handled: 'no',
    }),
    contexts: [
      {
        name: 'runtime',
        kind: 'runtime',
        summary: 'CPython 3.12.3',
        fields: pairs({ name: 'CPython', version: '3.12.3', build: '3.12.3 (main, Aug 14 2026)' }),
      },
      {
        name: 'os',
        kind: 'os',
        summary: 'Debian 13, Linux 6.12',
        fields: pairs({ name: 'Debian', version: '13', kernel_version: '6.12' }),
      },
      {
        name: 'trace',
        kind: 'trace',
        summary: 'POST /checkout/1042',
        fields: pairs({ trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16), op: 'http.server' }),
      },
      {
        name: 'cart',
        kind: 'cart',
        summary: '',
        fields: pairs({
          total: '184.50',
          lines: [
            { sku: 'A-1', n: 2 },
            { sku: 'B-7', n: 1 },
          ],
        }),
      },
    ],
    extra: pairs({
      'sys.argv': ['manage.py', 'runserver'],
      attempt: 1,
      deep: { a: { b: { c: [1, 2, { d: null }] } } },
    }),
    modules: pairs({ django: '5.2.1', 'sentry-sdk': '2.75.0', psycopg: '3.2.9', redis: '5.2.0' }),
    release: '1.4.1-dev',
    environment: 'dev',
    transaction: '/checkout/{pk}',
    server_name: 'demo-host',
    trace_id: 'a'.repeat(32),
    sdk_name: 'sentry.python.django',
    sdk_version: '2.75.0',
    notes: [
      {
        kind: 'secret',
        path: 'request.cookies.sessionid',
        text: 'what looked like a secret: a session cookie',
      },
      { kind: 'secret', path: 'request.data.token', text: 'what looked like a secret: `token`' },
      {
        kind: 'repaired',
        path: 'breadcrumbs.values[4].timestamp',
        text: 'a timestamp was text, read as 14:32:04.031',
      },
    ],
    attachments: [
      { id: '1', filename: 'cart.json', content_type: 'application/json', size: 812 },
      { id: '2', filename: '../../etc/passwd', content_type: null, size: 99 },
    ],
  };
}

const crumb = (ago, kind, category, level, message, data = {}) => ({
  ago,
  kind,
  category,
  level,
  message,
  data: pairs(data),
});
const PYTHON_CRUMBS = [
  crumb(4810, 'navigation', 'navigation', 'info', null, { from: '/cart', to: '/checkout' }),
  crumb(4770, 'http', 'http', 'info', null, {
    method: 'GET',
    url: '/api/cart/1042',
    status_code: 200,
    duration: '18 ms',
  }),
  crumb(
    4760,
    'query',
    'query',
    'info',
    'SELECT "orders"."id", "orders"."currency" FROM orders WHERE id = 1042',
    { duration: '2.1 ms' },
  ),
  crumb(3200, 'ui', 'ui.click', 'info', 'select#currency › option "CHF"'),
  crumb(3180, 'default', 'cache.get', 'warning', 'rates:CHF', { hit: false }),
  crumb(3170, 'default', 'log.warning', 'warning', 'no cached rate for CHF, falling back to RATES'),
  crumb(1940, 'default', 'auth', 'info', 'session of ann@example.com renewed'),
  crumb(1210, 'ui', 'ui.click', 'info', 'button#pay.btn.primary'),
  crumb(840, 'http', 'http', 'error', null, {
    method: 'POST',
    url: 'http://localhost:9000/v1/quote',
    status_code: 503,
    duration: '341 ms',
  }),
  crumb(
    90,
    'query',
    'query',
    'info',
    'SELECT … FROM order_lines INNER JOIN products ON order_lines.product = products.id',
    { duration: '4.7 ms' },
  ),
  crumb(20, 'default', 'log.info', 'info', 'charging order 1042'),
];

function scriptEvent(row) {
  const js = (fn, filename, lineno, colno, code, over = {}) =>
    frame({
      function: fn,
      filename,
      abs_path: `http://localhost:5173/${filename}`,
      lineno,
      colno,
      in_app: !filename.includes('node_modules'),
      language: 'typescript',
      context_line: code,
      source: code === null ? null : 'event',
      library: filename.includes('node_modules') ? 'react-dom' : '',
      ...over,
    });
  return {
    platform: 'javascript',
    exceptions: [
      exception({
        kind: row.kind,
        value: row.value,
        mechanism: 'onerror',
        handled: false,
        frames: [
          ...Array.from({ length: 3 }, (_, i) =>
            js('renderWithHooks', 'node_modules/react-dom/cjs/react-dom.development.js', 15486 + i, 18, null),
          ),
          js(
            'Cart',
            'src/cart/Cart.tsx',
            21,
            9,
            '        {lines.map((line) => <CartLine key={line.id} line={line} />)}',
          ),
          js('CartLine', 'src/cart/CartLine.tsx', 48, 26, '  return <b>{line.product.name}</b>', {
            crashed: true,
            pre_context: ['export function CartLine({ line }: Props) {'],
            post_context: ['}'],
          }),
        ],
      }),
    ],
    breadcrumbs: [
      crumb(900, 'ui', 'ui.click', 'info', 'button#add'),
      crumb(300, 'http', 'fetch', 'info', null, { method: 'GET', url: '/api/cart', status_code: 200 }),
    ],
    tags: pairs({ browser: 'Firefox 145' }),
    contexts: [
      {
        name: 'browser',
        kind: 'browser',
        summary: 'Firefox 145',
        fields: pairs({ name: 'Firefox', version: '145' }),
      },
    ],
    sdk_name: 'sentry.javascript.react',
    sdk_version: '10.63.0',
    request: {
      method: null,
      url: 'http://localhost:5173/cart',
      query: [],
      fragment: null,
      headers: pairs({ 'User-Agent': 'Mozilla/5.0' }),
      cookies: [],
      env: [],
      data: null,
    },
  };
}

function rustEvent(row) {
  const rs = (fn, filename, lineno, lib, over = {}) =>
    frame({
      function: fn,
      filename,
      lineno,
      library: lib,
      in_app: lib === '',
      language: 'rust',
      instruction_addr: '0x55d0c0ffee',
      ...over,
    });
  return {
    platform: 'rust',
    exceptions: [
      exception({
        kind: row.kind,
        value: row.value,
        mechanism: 'panic',
        handled: false,
        frames: [
          rs('std::rt::lang_start', 'std/src/rt.rs', 195, 'std'),
          rs('core::ops::function::FnOnce::call_once', 'core/src/ops/function.rs', 250, 'core'),
          rs('ledger::main', 'src/main.rs', 12, ''),
          rs('ledger::post::settle', 'src/post.rs', 88, '', {
            crashed: true,
            context_line: '    let line = &lines[3];',
            pre_context: ['fn settle(lines: &[Line]) {'],
            source: 'disk',
            stale: true,
          }),
          rs('core::panicking::panic_bounds_check', 'core/src/panicking.rs', 280, 'core'),
          rs('rust_begin_unwind', 'std/src/panicking.rs', 692, 'std'),
        ],
      }),
    ],
    threads: [{ id: '1', name: 'main', crashed: true, current: true, state: null, frames: [] }],
    contexts: [
      {
        name: 'rust',
        kind: 'runtime',
        summary: 'rustc 1.95',
        fields: pairs({ name: 'rustc', version: '1.95.0' }),
      },
    ],
    sdk_name: 'sentry.rust',
    sdk_version: '0.48.5',
  };
}

function bareEvent(row) {
  return { platform: row.platform, message: `${row.kind} ${row.value}`.trim() };
}

/** Event `index` (1-based) of an issue, whole. */
export function eventOf(row, index) {
  const made =
    row.kind === 'TypeError' && row.project === 'shop'
      ? pythonEvent()
      : row.project === 'storefront'
        ? scriptEvent(row)
        : row.project === 'ledger'
          ? rustEvent(row)
          : row.project === 'shop'
            ? {
                ...pythonEvent(),
                exceptions: [
                  exception({
                    kind: row.kind,
                    value: row.value,
                    handled: row.handled,
                    frames: pythonEvent().exceptions[1].frames,
                  }),
                ],
              }
            : bareEvent(row);
  const kept = Math.min(row.events, 1000);
  const at = row.last_seen - (kept - index) * 60e3;
  const id = (n) => (n < 1 || n > kept ? null : eventId(row.number, n));
  return {
    event_id: eventId(row.number, index),
    issue: row.number,
    received: at,
    timestamp: at - 40,
    level: row.level,
    message: null,
    exceptions: [],
    threads: [],
    newest_first: true,
    request: null,
    user: [],
    user_label: null,
    tags: [],
    contexts: [],
    extra: [],
    modules: [],
    release: null,
    dist: null,
    environment: null,
    transaction: null,
    logger: null,
    server_name: null,
    trace_id: null,
    sdk_name: null,
    sdk_version: null,
    attachments: [],
    notes: [],
    grouping: {
      method: 'stack trace',
      values: [row.kind, row.culprit],
      hashes: ['0123456789abcdef0123456789abcdef'],
    },
    ...made,
    breadcrumbs: (made.breadcrumbs ?? []).map(({ ago, ...rest }) => ({ ...rest, timestamp: at - 40 - ago })),
    place: {
      index,
      kept,
      total: row.events,
      first: id(1),
      previous: id(index - 1),
      next: id(index + 1),
      latest: id(kept),
    },
  };
}

export function eventId(number, index) {
  return `${number.toString(16).padStart(8, '0')}${index.toString(16).padStart(24, '0')}`;
}

/** The place that `at` of `get_event` names, or null. */
export function placeOf(row, at) {
  const kept = Math.min(row.events, 1000);
  if (at === 'latest') return kept;
  if (at === 'first') return 1;
  const index = /^[0-9a-f]{32}$/.test(at) ? Number.parseInt(at.slice(8), 16) : Number(at);
  return index >= 1 && index <= kept ? index : null;
}

export function issueOf(row) {
  const days = Array.from({ length: 56 }, (_, i) =>
    i > 30 && i < 40 ? ((i * 13) % 29) + (i === 36 ? 30 : 0) : i === 55 ? 48 : 0,
  );
  const facet = (key, values) => ({
    key,
    total: row.events,
    values: values.map(([value, share]) => ({
      value,
      n: Math.max(1, Math.round((row.events * share) / 100)),
    })),
  });
  return {
    row,
    full_value: row.value,
    days,
    resolved_at: row.regressed ? row.last_seen - 3 * 864e5 : null,
    resolved_in: row.regressed ? '1.4.0' : null,
    tags: [
      facet('environment', [
        ['dev', 97],
        ['test', 3],
      ]),
      facet('release', [
        ['1.4.0', 94],
        ['1.4.1-dev', 6],
      ]),
      facet('currency', [['CHF', 100]]),
      facet('browser', [
        ['Firefox 145', 61],
        ['Chromium 142', 28],
        ['Safari 26', 11],
      ]),
      facet('checkout.step', [
        ['3', 88],
        ['2', 12],
      ]),
      facet('runtime', [['CPython 3.12.3', 100]]),
      facet('region', [
        ['eu-west', 54],
        ['us-east', 30],
        ['ap-south', 16],
      ]),
      facet('handled', [['no', 100]]),
    ],
    kept: Math.min(row.events, 1000),
    groups: row.groups?.length ?? 1,
  };
}
