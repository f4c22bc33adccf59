// A small shop that cannot read an order: the program that the Node SDK is tested with.
// The DSN comes from the environment (SENTRY_DSN).
import * as Sentry from "@sentry/node";

class OrderError extends Error {
  name = "OrderError";
}

function readOrder(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OrderError("order 41 cannot be read", { cause: error });
  }
}

function checkOut(cart) {
  console.info(`reading the order of ${cart.customer}`);
  return readOrder(cart.order);
}

Sentry.init({ release: "shop@1.4.2", environment: "test" });
Sentry.setUser({ id: "7", email: "jane@example.com" });
Sentry.setTag("checkout.step", "3");
Sentry.addBreadcrumb({ category: "cart", message: "2 items in the cart", data: { items: 2 } });

checkOut({ customer: "jane", order: '{"items": [' });
