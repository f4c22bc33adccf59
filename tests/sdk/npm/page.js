// The shop as a page: the program that all versions of the browser SDK are tested with. page.mjs puts a version in place of "sdk".
//
// Its button #pay breaks it. `window.everything()` sends one of each kind that this version has.
import * as Sentry from "sdk";

class OrderError extends Error {
  constructor(message, cause) {
    super(message);
    this.name = "OrderError";
    this.cause = cause;
  }
}

function readOrder(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OrderError("order 41 cannot be read", error);
  }
}

function checkOut(cart) {
  console.info(`reading the order of ${cart.customer}`);
  return readOrder(cart.order);
}

window.everything = async () => {
  try {
    checkOut({ customer: "jane", order: '{"items": [' });
  } catch (error) {
    Sentry.withScope((scope) => {
      scope.addAttachment?.({ filename: "order.json", data: '{"items": [', contentType: "application/json" });
      Sentry.captureException(error);
    });
  }
  const id = Sentry.captureMessage("the stock is low", "warning");
  Sentry.startSpan?.({ name: "pay", op: "ui.action.click", forceTransaction: true }, () => 1);
  const words = { name: "Jane", email: "jane@example.com" };
  if (Sentry.captureFeedback) Sentry.captureFeedback({ ...words, message: "it broke", associatedEventId: id });
  else Sentry.captureUserFeedback?.({ ...words, comments: "it broke", event_id: id });
  Sentry.logger?.info("2 items in the cart", { items: 2 });
  Sentry.metrics?.count?.("orders", 1);
  await Sentry.flush(10_000);
};

const more = window.EVERYTHING
  ? [
      Sentry.browserTracingIntegration?.({ idleTimeout: 100 }),
      Sentry.replayIntegration?.({ minReplayDuration: 0 }),
    ].filter(Boolean)
  : [];

Sentry.init({
  dsn: window.DSN,
  release: "shop@1.4.2",
  environment: "test",
  tracesSampleRate: 1,
  replaysSessionSampleRate: 1,
  enableLogs: true,
  integrations: (defaults) => [...defaults, ...more],
});
Sentry.setUser({ id: "7", email: "jane@example.com" });
Sentry.setTag("checkout.step", "3");
Sentry.addBreadcrumb({ category: "cart", message: "2 items in the cart", data: { items: 2 } });

document.querySelector("#pay").addEventListener("click", () => {
  checkOut({ customer: "jane", order: '{"items": [' });
});
