"""A sliding-window counter on the cache, for what must not be tried too often.

Counts are approximate in the usual way: the previous window weighs in by the share that still overlaps.
When the cache is out of order it lets people through, with a line in the log: slowing down floods is
worth less than a citizen's opinion.
"""

import logging
import math
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Allowed:
    """The try was counted and may go on."""

    allowed: bool = True


@dataclass(frozen=True)
class Refused:
    """Too many tries: wait ``retry_after`` seconds."""

    retry_after: int
    allowed: bool = False


@dataclass(frozen=True)
class Throttle:
    """At most ``limit`` tries per ``seconds`` for each key of this scope."""

    scope: str
    limit: int
    seconds: int

    def hit(self, key: str) -> Allowed | Refused:
        """Count one try of this key and say whether it may go on. A refused try is not counted."""
        try:
            return self._hit(key)
        except Exception:
            logger.warning("Throttle %s lets everyone through: the cache failed", self.scope, exc_info=True)
            return Allowed()

    def clear(self, key: str) -> None:
        """Forget the tries of this key, after a success."""
        window = int(time.time() // self.seconds)
        try:
            cache.delete_many([self._name(key, window), self._name(key, window - 1)])
        except Exception:
            logger.warning("Throttle %s could not forget a key: the cache failed", self.scope, exc_info=True)

    def _hit(self, key: str) -> Allowed | Refused:
        now = time.time()
        window, elapsed = int(now // self.seconds), now % self.seconds
        name = self._name(key, window)
        cache.add(name, 0, timeout=2 * self.seconds)
        current = cache.incr(name)
        previous = int(cache.get(self._name(key, window - 1), 0))
        if current + previous * (1 - elapsed / self.seconds) <= self.limit:
            return Allowed()
        cache.decr(name)
        return Refused(self._wait(previous, current - 1, elapsed))

    def _wait(self, previous: int, current: int, elapsed: float) -> int:
        """Return after how many seconds the next try will fit."""
        room = self.limit - 1 - current
        if room >= 0:  # the previous window still weighs too much
            wait = self.seconds * (1 - room / previous) - elapsed
        else:  # this window is full: wait for it to end and to fade
            wait = self.seconds - elapsed + self.seconds * (1 - (self.limit - 1) / current)
        return max(1, math.ceil(wait))

    def _name(self, key: str, window: int) -> str:
        # Keyed hash: a copy of the cache does not tell whose address it was.
        digest = salted_hmac("core.throttle", f"{self.scope}\0{key}", algorithm="sha256").hexdigest()
        return f"throttle:{digest[:40]}:{window}"
