"""The clock of the site: what was signed for a later hour appears at that hour.

Runs beside the server until it is told to stop; a failure is logged and tried again at the next turn.
"""

import logging
import signal
import threading
from io import StringIO
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

INTERVAL = 30  # seconds
JOBS = (
    "publish_scheduled",
    "purge_pending_files",
    "check_files",
    "erase_identities",
    "check_promises",
    "answer_pooled",
    "index_words",
    "run_exports",
    "recompute_deadlines",
    "remind_due",
    "remind_results",
    "send_messages",
    "cluster_opinions",
    "seal_ledger",
    "export_ledger_head",
    "refresh_figures",
    "probe_forms --if-due",
)
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Run the clock."""

    help = "到点公开已签发的定时页面；与网站服务一起运行，收到停止信号后退出"

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer a single turn, for cron and for tests."""
        parser.add_argument("--once", action="store_true", help="只运行一次")
        parser.add_argument("--interval", type=float, default=INTERVAL, help="间隔秒数，默认 30")

    def handle(self, *args: Any, **options: Any) -> None:
        """Turn until told to stop."""
        if options["once"]:
            turn()
            return
        stopped = threading.Event()

        def stop(number: int, frame: FrameType | None) -> None:
            stopped.set()

        previous = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        logger.info("The scheduler runs every %s seconds", options["interval"])
        try:
            while not stopped.is_set():
                refresh()
                turn()
                stopped.wait(options["interval"])
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)
        logger.info("The scheduler has stopped")


def turn() -> None:
    """Run each job once; one that fails does not keep the others from running.

    What a job says when somebody runs it by hand is nobody's news here.
    """
    for job in JOBS:
        try:
            call_command(*job.split(), stdout=StringIO())
        except Exception:
            logger.exception("The job %s failed; it is tried again at the next turn", job)


def refresh() -> None:
    """Let go of a connection that has died; this too touches the database, and must not end the clock."""
    try:
        close_old_connections()
    except Exception:
        logger.exception("The database does not answer")
