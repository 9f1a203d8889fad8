"""The window of a browser test, and the watch over what it does."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Request,
    Response,
    Route,
    ViewportSize,
    WebError,
)

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
WAIT_MILLISECONDS = 15_000
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@dataclass
class Watch:
    """What the windows of one test did that they should not have."""

    origin: str
    expected: list[str]
    problems: list[str] = field(default_factory=list)

    def guard(self, route: Route, request: Request) -> None:
        """Let requests to the site through, and no others."""
        if request.url.startswith(f"{self.origin}/"):
            route.continue_()
        else:
            self.problems.append(f"asked for something outside: {request.url}")
            route.abort()

    def console(self, message: ConsoleMessage) -> None:
        """Note errors, unless the test said that it expects them."""
        text = f"{message.text} ({message.location.get('url', '')})"
        if message.type == "error" and not any(part in text for part in self.expected):
            self.problems.append(f"console: {text}")

    def script(self, error: WebError) -> None:
        """Note a script that broke."""
        self.problems.append(f"script: {error.error}")

    def response(self, response: Response) -> None:
        """Note a server error on any request, the page's own or its files'."""
        if response.status >= 500 and not any(
            part in f"status of {response.status}" for part in self.expected
        ):
            self.problems.append(f"server error {response.status}: {response.url}")


def watched_context(
    browser: Browser, watch: Watch, viewport: ViewportSize, *, javascript: bool = True
) -> BrowserContext:
    """A set of windows with their own cookies, as one person in China has them open."""
    is_phone = viewport["width"] < 600
    context = browser.new_context(
        base_url=watch.origin,
        viewport=viewport,
        is_mobile=is_phone,
        has_touch=is_phone,
        java_script_enabled=javascript,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    context.set_default_timeout(WAIT_MILLISECONDS)
    # What stays on the site goes its way without asking Python each time: that would take longer than the page.
    context.route(re.compile(f"^(?!{re.escape(watch.origin)}/)"), watch.guard)
    context.on("console", watch.console)
    context.on("weberror", watch.script)
    context.on("response", watch.response)
    return context
