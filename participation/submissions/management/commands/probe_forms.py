"""Ask every open form whether it takes opinions, without leaving anything behind. Run hourly by the scheduler."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.submissions.actions.probes import is_due, record_probe
from participation.submissions.probing import in_process, open_forms, over_network, probe


class Command(BaseCommand):
    """Probe the forms."""

    help = "巡检所有开放的意见表单：像群众那样提交，但不留下任何记录；有表单不正常时以非零状态退出"

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer to go over the network, and to wait until a round is due."""
        parser.add_argument(
            "--base-url", default="", help="从网络访问，如 https://rd.example.cn；默认在本进程内"
        )
        parser.add_argument("--if-due", action="store_true", help="距上一次不到一小时就不做")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask each form, print what came of it, and keep the result."""
        if options["if_due"] and not is_due():
            return
        try:
            call = over_network(options["base_url"].rstrip("/")) if options["base_url"] else in_process()
        except ValueError as error:
            raise CommandError(f"网址不对：{error}") from error
        outcomes = probe(call, list(open_forms()))
        for one in outcomes:
            state = "正常" if one.is_ok else f"异常：{one.why}"
            self.stdout.write(f"{state}  {one.ms} ms  {one.form.name}  {one.form.path}")
        run = record_probe(outcomes=outcomes)
        self.stdout.write(f"正常 {run.ok_count} 个，异常 {run.failed_count} 个，最慢 {run.slowest_ms} ms")
        if run.failed_count:
            raise CommandError(f"{run.failed_count}个表单不正常")
