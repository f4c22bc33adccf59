"""A small shop that cannot read an order: the program that the Python SDK is tested with.

It takes everything from the environment (SENTRY_DSN, SENTRY_SPOTLIGHT), as a program under development does.
"""

import json
import logging

import sentry_sdk

log = logging.getLogger("shop")


class OrderError(Exception):
    """An order that cannot be taken."""


def read_order(text):
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise OrderError("order 41 cannot be read") from error


def check_out(cart):
    log.info("reading the order of %s", cart["customer"])
    return read_order(cart["order"])


def main():
    sentry_sdk.init(release="shop@1.4.2", environment="test")
    sentry_sdk.set_user({"id": "7", "email": "jane@example.com"})
    sentry_sdk.set_tag("checkout.step", "3")
    sentry_sdk.add_breadcrumb(category="cart", message="2 items in the cart", data={"items": 2})
    check_out({"customer": "jane", "order": '{"items": ['})


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    main()
