// Lends the shop the client for Node that came before the SDKs (npm: raven): node -r ./raven.js shop.js …
const Raven = require("raven");

const nothing = { finish() {}, startChild: () => nothing };

globalThis.Sentry = {
  init: ({ dsn, release, environment }) => Raven.config(dsn, { release, environment, autoBreadcrumbs: true }).install(),
  setUser: (user) => Raven.mergeContext({ user }),
  setTag: (key, value) => Raven.mergeContext({ tags: { [key]: value } }),
  addBreadcrumb: (crumb) => Raven.captureBreadcrumb(crumb),
  withScope: (work) => work({}),
  captureException: (error) => Raven.captureException(error),
  captureMessage: (text, level) => Raven.captureMessage(text, { level }),
  startTransaction: () => nothing,
  close() {},
};
