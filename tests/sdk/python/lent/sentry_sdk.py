"""Lends the shop the client for Python that came before the SDKs (PyPI: raven), under the names of the SDK."""

import contextlib

import raven
import raven.breadcrumbs

client = None


def init(release, environment, **_):
    global client
    client = raven.Client(release=release, environment=environment, install_sys_hook=True)


def set_user(user):
    client.user_context(user)


def set_tag(key, value):
    client.tags_context({key: value})


def add_breadcrumb(**crumb):
    raven.breadcrumbs.record(**crumb)


def push_scope():
    return contextlib.nullcontext()


def capture_exception(_error):
    client.captureException()


def capture_message(text, level):
    client.captureMessage(text, level=level)


def flush(_timeout):
    """It sends all at its end by itself."""
