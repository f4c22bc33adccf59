/** The set-up page of the mock. */

export function setup(world, address) {
  const dsn = `http://shop@${address}/1`;
  const now = world.now();
  const first = world.issues[0];
  return {
    dsn,
    snippets: snippets(dsn),
    arrivals: world.issues.length === 0 ? [] : [...world.arrivals, ...earlier(now)].slice(0, 50),
    refusals: world.issues.length === 0 ? [] : earlier(now).filter((arrival) => arrival.refused),
    checks: [
      { state: 'good', text: `Listening on \`${address}\``, aside: 'since 14:20', issue: null },
      ...(first
        ? [
            {
              state: 'good',
              text: 'First event from **Python 3.12**, sentry-sdk 2.75.0',
              aside: null,
              issue: first.number,
            },
            {
              state: 'warning',
              text: 'No `release`: resolving cannot tell old from new',
              aside: null,
              issue: null,
            },
            { state: 'waiting', text: 'Waiting for a transaction', aside: null, issue: null },
          ]
        : [{ state: 'waiting', text: 'Waiting for a first event', aside: null, issue: null }]),
    ],
    outcomes: first
      ? [
          { project: 'shop', kind: 'client_report', outcome: 'stored', n: 3 },
          { project: 'shop', kind: 'event', outcome: 'malformed', n: 1 },
          { project: 'shop', kind: 'event', outcome: 'stored', n: 1204 },
          { project: 'shop', kind: 'session', outcome: 'stored', n: 96 },
        ]
      : [],
  };
}

function earlier(now) {
  const line = (ago, path, status, what, size) => ({
    at: now - ago,
    path,
    status,
    what,
    refused: status >= 400,
    size,
    project: 'shop',
  });
  return [
    line(0, '/api/1/envelope/', 200, 'event', 6400),
    line(300, '/api/1/envelope/', 200, 'session', 210),
    line(12e3, '/api/1/envelope/', 200, 'client report', 300),
    line(65e3, '/api/1/store/', 400, 'body is not JSON', 1100),
    line(69e3, '/', 200, '', 0),
  ];
}

function snippets(dsn) {
  const one = (platform, label, language, code) => ({ platform, label, language, code });
  return [
    one(
      'python',
      'Python',
      'python',
      `# pip install sentry-sdk\nimport sentry_sdk\n\nsentry_sdk.init(\n    dsn="${dsn}",\n    traces_sample_rate=1.0,\n)`,
    ),
    one(
      'django',
      'Django',
      'python',
      `# settings.py: pip install "sentry-sdk[django]"\nimport sentry_sdk\n\nsentry_sdk.init(dsn="${dsn}", send_default_pii=True)`,
    ),
    one(
      'javascript',
      'JavaScript',
      'javascript',
      `// npm install @sentry/browser\nimport * as Sentry from '@sentry/browser';\n\nSentry.init({ dsn: '${dsn}' });`,
    ),
    one(
      'react',
      'React',
      'javascript',
      `// npm install @sentry/react\nimport * as Sentry from '@sentry/react';\n\nSentry.init({ dsn: '${dsn}' });`,
    ),
    one(
      'node',
      'Node',
      'javascript',
      `// npm install @sentry/node\nconst Sentry = require('@sentry/node');\n\nSentry.init({ dsn: '${dsn}', tracesSampleRate: 1.0 });`,
    ),
    one('rust', 'Rust', 'rust', `// cargo add sentry\nlet _guard = sentry::init("${dsn}");`),
    one(
      'go',
      'Go',
      'go',
      `// go get github.com/getsentry/sentry-go\nerr := sentry.Init(sentry.ClientOptions{\n\tDsn: "${dsn}",\n})`,
    ),
    one(
      'java',
      'Java',
      'java',
      `// io.sentry:sentry\nSentry.init(options -> {\n    options.setDsn("${dsn}");\n});`,
    ),
  ];
}
