"""Which ways out of the house the environment opens: e-mail, SMS and the administration's message platform.

Each is there only when its address is given; the forms offer only what is there.
"""

from typing import Any

import environ

Channels = dict[str, dict[str, Any]]


def channels_from(env: environ.Env) -> Channels:
    """Return the channels for ``NOTIFICATION_CHANNELS``."""
    timeout = env.float("NOTIFICATION_TIMEOUT", default=10.0)
    channels: Channels = {}
    if env.str("EMAIL_URL", default=""):
        channels["email"] = {"class": "notifications.channels.EmailSender", "timeout": timeout}
    for name, url, secret, allow_private in (
        (
            "sms",
            env.str("SMS_GATEWAY_URL", default=""),
            env.str("SMS_GATEWAY_SECRET", default=""),
            env.bool("SMS_GATEWAY_IS_INSIDE", default=False),
        ),
        (
            "webhook",
            env.str("MESSAGE_PLATFORM_URL", default=""),
            env.str("MESSAGE_PLATFORM_SECRET", default=""),
            env.bool("MESSAGE_PLATFORM_IS_INSIDE", default=False),
        ),
    ):
        if url:
            channels[name] = {
                "class": "notifications.webhook.WebhookSender",
                "url": url,
                "secret": secret,
                "allow_private": allow_private,
                "timeout": timeout,
            }
    return channels
