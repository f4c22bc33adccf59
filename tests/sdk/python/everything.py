"""The shop with one of each kind that this version of the Python SDK has: the program that its versions are tested with.

It ends by itself. The DSN comes from the environment (SENTRY_DSN).
"""

import logging

import sentry_sdk

from app import check_out


def everything():
    with sentry_sdk.push_scope() as scope:
        if hasattr(scope, "add_attachment"):
            scope.add_attachment(bytes=b'{"items": [', filename="order.json", content_type="application/json")
        try:
            check_out({"customer": "jane", "order": '{"items": ['})
        except Exception as error:
            sentry_sdk.capture_exception(error)
    sentry_sdk.capture_message("the stock is low", "warning")
    if hasattr(sentry_sdk, "start_transaction"):
        with sentry_sdk.start_transaction(name="POST /orders", op="http.server") as transaction:
            with transaction.start_child(op="db", description="SELECT 1"):
                pass
    if hasattr(sentry_sdk, "crons"):
        with sentry_sdk.crons.monitor("stock-count", {"schedule": {"type": "crontab", "value": "0 * * * *"}}):
            pass
    if hasattr(sentry_sdk, "logger"):
        sentry_sdk.logger.info("2 items in the cart", attributes={"items": 2})
    if hasattr(sentry_sdk, "metrics"):
        sentry_sdk.metrics.count("orders", 1)


def main():
    options = {"enable_logs": True} if hasattr(sentry_sdk, "logger") else {}
    sentry_sdk.init(release="shop@1.4.2", environment="test", traces_sample_rate=1.0, **options)
    sentry_sdk.set_user({"id": "7", "email": "jane@example.com"})
    sentry_sdk.set_tag("checkout.step", "3")
    sentry_sdk.add_breadcrumb(category="cart", message="2 items in the cart", data={"items": 2})
    hub = sentry_sdk.Hub.current if hasattr(sentry_sdk, "Hub") else None
    if hub:
        hub.start_session()
    everything()
    if hub:
        hub.end_session()
    sentry_sdk.flush(10)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    main()
