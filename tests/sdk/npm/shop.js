// A small shop that cannot read an order: the program that all versions of the SDKs for Node, Bun and Deno are tested with.
//
//   node shop.js PACKAGE crash|everything
//
// `crash` ends with an uncaught error. `everything` sends one of each kind that this version has, and ends by itself.
// The DSN comes from the environment (SENTRY_DSN). It stays one file with one way of writing things, so that the crash is the same
// in all versions.
const Sentry = globalThis.Sentry ?? require(process.argv[2]);

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

async function everything() {
  try {
    checkOut({ customer: "jane", order: '{"items": [' });
  } catch (error) {
    Sentry.withScope((scope) => {
      scope.addAttachment?.({ filename: "order.json", data: '{"items": [', contentType: "application/json" });
      Sentry.captureException(error);
    });
  }
  const id = Sentry.captureMessage("the stock is low", "warning");
  if (Sentry.startSpan) {
    Sentry.startSpan({ name: "POST /orders", op: "http.server" }, () =>
      Sentry.startSpan({ name: "SELECT 1", op: "db" }, () => 1),
    );
  } else {
    const transaction = Sentry.startTransaction({ name: "POST /orders", op: "http.server" });
    transaction.startChild({ description: "SELECT 1", op: "db" }).finish();
    transaction.finish();
  }
  if (Sentry.captureCheckIn) {
    const monitor = { monitorSlug: "stock-count" };
    const checkInId = Sentry.captureCheckIn({ ...monitor, status: "in_progress" }, { schedule: { type: "crontab", value: "0 * * * *" } });
    Sentry.captureCheckIn({ ...monitor, checkInId, status: "ok", duration: 2 });
  }
  const words = { name: "Jane", email: "jane@example.com" };
  if (Sentry.captureFeedback) Sentry.captureFeedback({ ...words, message: "it broke", associatedEventId: id });
  else Sentry.captureUserFeedback?.({ ...words, comments: "it broke", event_id: id });
  Sentry.logger?.info("2 items in the cart", { items: 2 });
  Sentry.metrics?.count?.("orders", 1);
  await Sentry.close(10_000);
}

Sentry.init({
  dsn: process.env.SENTRY_DSN,
  release: "shop@1.4.2",
  environment: "test",
  tracesSampleRate: 1,
  enableLogs: true,
  autoSessionTracking: true,
});
Sentry.setUser({ id: "7", email: "jane@example.com" });
Sentry.setTag("checkout.step", "3");
Sentry.addBreadcrumb({ category: "cart", message: "2 items in the cart", data: { items: 2 } });

if (process.argv[3] === "crash") checkOut({ customer: "jane", order: '{"items": [' });
else everything();
