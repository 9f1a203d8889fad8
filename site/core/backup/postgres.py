"""PostgreSQL: copied by ``pg_dump`` from an exported snapshot, in which the rows are counted too."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _
from psycopg import sql
from psycopg.conninfo import make_conninfo

from core.backup.engines import Engine, second_connection
from core.backup.manifest import BackupError, Table

HOMES = Path("/usr/lib/postgresql")
ADDRESS = (
    "dbname",
    "user",
    "host",
    "port",
    "service",
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "passfile",
)
COUNT = sql.SQL(
    "SELECT count(*), coalesce(sum(('x' || substr(encode(sha256(convert_to(counted_row::text, 'UTF8')), 'hex'),"
    " 1, 15))::bit(60)::bigint), 0) FROM {} AS counted_row"
)


class Postgres(Engine):
    """A database on a server."""

    name = "postgresql"
    file_name = "database.dump"

    def take(self, target: Path) -> dict[str, Table]:
        """Let pg_dump copy the very moment that this transaction sees."""
        if self.connection.in_atomic_block:
            raise BackupError(_("备份不能在事务里进行。"))
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            self.run(
                "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
                f"--file={target}",
            )  # fmt: skip
            return self.count(cursor)

    def put(self, source: Path) -> None:
        """Empty the schema and fill it from the copy, all of it or nothing."""
        if self.has_tables():
            with self.connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")
        self.run(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            str(source),
        )

    def tables(self) -> dict[str, Table]:
        """Return rows and checksum of every table."""
        with self.connection.cursor() as cursor:
            return self.count(cursor)

    def has_tables(self) -> bool:
        """Tell whether there is anything in the database."""
        with self.connection.cursor() as cursor:
            return bool(self.connection.introspection.table_names(cursor))

    def count(self, cursor: CursorWrapper) -> dict[str, Table]:
        """Count table by table, on the server."""
        found = {}
        for table in self.connection.introspection.table_names(cursor):
            cursor.execute(COUNT.format(sql.Identifier(table)))
            rows, total = cursor.fetchone()
            found[table] = (int(rows), str(total))
        return found

    @contextmanager
    def scratch(self, folder: Path) -> Iterator[str]:
        """Make a database beside this one, which needs the right to, and drop it afterwards."""
        name = f"{self.connection.settings_dict['NAME']}_drill_{secrets.token_hex(4)}"[-63:]
        options = {k: v for k, v in self.connection.settings_dict["OPTIONS"].items() if k != "pool"}
        with self.connection.cursor() as cursor:
            try:
                cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
            except DatabaseError as error:
                raise BackupError(
                    _("不能建立演练用的数据库，请给数据库用户 CREATEDB 权限：%(error)s") % {"error": error}
                ) from error
        settings = {**self.connection.settings_dict, "NAME": name, "OPTIONS": options}
        try:
            with second_connection(settings) as alias:
                yield alias
        finally:
            with self.connection.cursor() as cursor:
                cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def run(self, program: str, *options: str) -> None:
        """Run one of PostgreSQL's programs on this database; the password is not on the command line."""
        given = self.connection.get_connection_params()
        address = make_conninfo("", **{key: given[key] for key in ADDRESS if given.get(key)})
        environment = dict(os.environ)
        if given.get("password"):
            environment["PGPASSWORD"] = given["password"]
        command = [find(program), *options, f"--dbname={address}"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise BackupError(
                _("%(program)s 失败：%(error)s") % {"program": program, "error": done.stderr.strip()}
            )


def find(program: str) -> str:
    """Return the path of one of PostgreSQL's programs, the newest when there are several."""
    found = shutil.which(program)
    if found is None:
        installed = sorted(
            HOMES.glob(f"*/bin/{program}"), key=lambda path: float(path.parts[-3]), reverse=True
        )
        found = str(installed[0]) if installed else None
    if found is None:
        raise BackupError(_("没有找到 %(program)s，请安装 postgresql-client。") % {"program": program})
    return found
