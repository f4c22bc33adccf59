// Lends the shop the SDK for Deno, which cannot be loaded by `require`: deno run --preload deno.mjs shop.js …
import * as Sentry from "@sentry/deno";

globalThis.Sentry = Sentry;
