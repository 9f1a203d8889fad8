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
    for name, prefix in (("sms", "SMS_GATEWAY"), ("webhook", "MESSAGE_PLATFORM")):
        url = env.str(f"{prefix}_URL", default="")
        if url:
            channels[name] = {
                "class": "notifications.webhook.WebhookSender",
                "url": url,
                "secret": env.str(f"{prefix}_SECRET", default=""),
                "allow_private": env.bool(f"{prefix}_IS_INSIDE", default=False),
                "timeout": timeout,
            }
    return channels
