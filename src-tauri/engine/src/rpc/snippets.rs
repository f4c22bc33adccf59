//! How to point an SDK here: one snippet per platform. `{dsn}` stands for the DSN.

/// How to point one SDK here.
#[derive(Clone, Copy, Debug)]
pub struct Snippet {
    /// Word of the platform, as `--platform` takes it.
    pub platform: &'static str,
    /// Its name.
    pub label: &'static str,
    /// Language for highlighting.
    pub language: &'static str,
    /// The code.
    pub code: &'static str,
}

impl Snippet {
    /// The code with the DSN in it.
    pub fn with_dsn(&self, dsn: &str) -> String {
        self.code.replace("{dsn}", dsn)
    }
}

/// All snippets, the most used platforms first.
pub const SNIPPETS: &[Snippet] = &[
    Snippet {
        platform: "python",
        label: "Python",
        language: "python",
        code: "# pip install sentry-sdk\nimport sentry_sdk\n\nsentry_sdk.init(\n    dsn=\"{dsn}\",\n    traces_sample_rate=1.0,\n)\n",
    },
    Snippet {
        platform: "django",
        label: "Django",
        language: "python",
        code: "# pip install sentry-sdk, then in settings.py\nimport sentry_sdk\n\nsentry_sdk.init(\n    dsn=\"{dsn}\",\n    send_default_pii=True,\n    traces_sample_rate=1.0,\n)\n",
    },
    Snippet {
        platform: "javascript",
        label: "JavaScript",
        language: "javascript",
        code: "// npm install @sentry/browser\nimport * as Sentry from \"@sentry/browser\";\n\nSentry.init({\n  dsn: \"{dsn}\",\n  tracesSampleRate: 1.0,\n});\n",
    },
    Snippet {
        platform: "react",
        label: "React",
        language: "javascript",
        code: "// npm install @sentry/react\nimport * as Sentry from \"@sentry/react\";\n\nSentry.init({\n  dsn: \"{dsn}\",\n  integrations: [Sentry.browserTracingIntegration()],\n  tracesSampleRate: 1.0,\n});\n",
    },
    Snippet {
        platform: "node",
        label: "Node",
        language: "javascript",
        code: "// npm install @sentry/node, then load this file first\nconst Sentry = require(\"@sentry/node\");\n\nSentry.init({\n  dsn: \"{dsn}\",\n  tracesSampleRate: 1.0,\n});\n",
    },
    Snippet {
        platform: "rust",
        label: "Rust",
        language: "rust",
        code: "// cargo add sentry\nfn main() {\n    let _guard = sentry::init((\n        \"{dsn}\",\n        sentry::ClientOptions::new().maybe_release(sentry::release_name!()),\n    ));\n}\n",
    },
    Snippet {
        platform: "go",
        label: "Go",
        language: "go",
        code: "// go get github.com/getsentry/sentry-go\nerr := sentry.Init(sentry.ClientOptions{\n\tDsn: \"{dsn}\",\n})\nif err != nil {\n\tlog.Fatal(err)\n}\ndefer sentry.Flush(2 * time.Second)\n",
    },
    Snippet {
        platform: "java",
        label: "Java",
        language: "java",
        code: "// io.sentry:sentry\nSentry.init(options -> {\n  options.setDsn(\"{dsn}\");\n  options.setTracesSampleRate(1.0);\n});\n",
    },
    Snippet {
        platform: "angular",
        label: "Angular",
        language: "javascript",
        code: "// npm install @sentry/angular\nimport * as Sentry from \"@sentry/angular\";\n\nSentry.init({ dsn: \"{dsn}\" });\n",
    },
    Snippet {
        platform: "bun",
        label: "Bun",
        language: "javascript",
        code: "// bun add @sentry/bun\nimport * as Sentry from \"@sentry/bun\";\n\nSentry.init({ dsn: \"{dsn}\" });\n",
    },
    Snippet {
        platform: "csharp",
        label: ".NET",
        language: "csharp",
        code: "// dotnet add package Sentry\nSentrySdk.Init(options =>\n{\n    options.Dsn = \"{dsn}\";\n});\n",
    },
    Snippet {
        platform: "dart",
        label: "Flutter",
        language: "dart",
        code: "// flutter pub add sentry_flutter\nawait SentryFlutter.init(\n  (options) => options.dsn = '{dsn}',\n  appRunner: () => runApp(const MyApp()),\n);\n",
    },
    Snippet {
        platform: "deno",
        label: "Deno",
        language: "javascript",
        code: "import * as Sentry from \"npm:@sentry/deno\";\n\nSentry.init({ dsn: \"{dsn}\" });\n",
    },
    Snippet {
        platform: "elixir",
        label: "Elixir",
        language: "elixir",
        code: "# {:sentry, \"~> 11.0\"} in mix.exs, then in config.exs\nconfig :sentry,\n  dsn: \"{dsn}\",\n  environment_name: Mix.env()\n",
    },
    Snippet {
        platform: "fastapi",
        label: "FastAPI",
        language: "python",
        code: "# pip install sentry-sdk\nimport sentry_sdk\nfrom fastapi import FastAPI\n\nsentry_sdk.init(dsn=\"{dsn}\")\napp = FastAPI()\n",
    },
    Snippet {
        platform: "flask",
        label: "Flask",
        language: "python",
        code: "# pip install sentry-sdk\nimport sentry_sdk\nfrom flask import Flask\n\nsentry_sdk.init(dsn=\"{dsn}\")\napp = Flask(__name__)\n",
    },
    Snippet {
        platform: "kotlin",
        label: "Android",
        language: "xml",
        code: "<!-- io.sentry:sentry-android, then in AndroidManifest.xml; 10.0.2.2 is this machine as the emulator sees it -->\n<meta-data android:name=\"io.sentry.dsn\" android:value=\"{dsn}\" />\n",
    },
    Snippet {
        platform: "laravel",
        label: "Laravel",
        language: "bash",
        code: "composer require sentry/sentry-laravel\nphp artisan sentry:publish --dsn={dsn}\n",
    },
    Snippet {
        platform: "native",
        label: "C and C++",
        language: "cpp",
        code: "sentry_options_t *options = sentry_options_new();\nsentry_options_set_dsn(options, \"{dsn}\");\nsentry_init(options);\n",
    },
    Snippet {
        platform: "nextjs",
        label: "Next.js",
        language: "javascript",
        code: "// npm install @sentry/nextjs, then in instrumentation-client.js and sentry.server.config.js\nimport * as Sentry from \"@sentry/nextjs\";\n\nSentry.init({ dsn: \"{dsn}\" });\n",
    },
    Snippet {
        platform: "php",
        label: "PHP",
        language: "php",
        code: "// composer require sentry/sentry\n\\Sentry\\init(['dsn' => '{dsn}']);\n",
    },
    Snippet {
        platform: "ruby",
        label: "Ruby",
        language: "ruby",
        code: "# gem \"sentry-ruby\"\nSentry.init do |config|\n  config.dsn = \"{dsn}\"\nend\n",
    },
    Snippet {
        platform: "swift",
        label: "Apple",
        language: "swift",
        code: "// github.com/getsentry/sentry-cocoa\nSentrySDK.start { options in\n    options.dsn = \"{dsn}\"\n}\n",
    },
    Snippet {
        platform: "vue",
        label: "Vue",
        language: "javascript",
        code: "// npm install @sentry/vue\nimport * as Sentry from \"@sentry/vue\";\n\nSentry.init({ app, dsn: \"{dsn}\" });\n",
    },
];
