"""Name and contact at rest: encrypted in the table, countable by their digest, and the key can be changed."""

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from core.encryption import Undecryptable, digest, is_current
from participation.submissions.models import Submission
from tests.factories.organizations import make_town
from tests.factories.participation import make_submission

NAME, CONTACT = "独名", "13800001234"
BEFORE = ("submissions", "0002_notify_by")


def stored(column: str) -> list[str]:
    """What stands in a column of the table itself."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM submissions_submission ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_name_and_contact_stand_encrypted_in_the_table(town) -> None:
    submission = make_submission(town, name=NAME, contact=CONTACT)
    for value in (*stored("name"), *stored("contact"), *stored("contact_digest")):
        assert value
        assert NAME not in value
        assert CONTACT not in value
    submission.refresh_from_db()
    assert (submission.name, submission.contact) == (NAME, CONTACT)


def test_equal_senders_have_equal_digests_however_the_number_is_written(town) -> None:
    one, same, other, silent = (
        make_submission(town, contact=contact) for contact in (CONTACT, "138-0000-1234", "13900001234", "")
    )
    assert one.contact_digest == same.contact_digest != other.contact_digest
    assert silent.contact_digest == ""


def test_a_digest_cannot_outlive_its_contact(town) -> None:
    submission = make_submission(town, contact=CONTACT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(contact="")


def test_after_a_rotation_the_old_key_can_be_taken_away(town, settings) -> None:
    [old] = settings.FIELD_ENCRYPTION_KEYS
    new = Fernet.generate_key().decode()
    rows = [make_submission(town, name=f"{NAME}{n}", contact=f"1380000123{n}") for n in range(5)]
    make_submission(town)
    settings.FIELD_ENCRYPTION_KEYS = [new, old]
    with pytest.raises(CommandError, match="5"):
        call_command("rotate_keys", check=True)
    call_command("rotate_keys", batch=2)
    call_command("rotate_keys", check=True)
    settings.FIELD_ENCRYPTION_KEYS = [new]
    for n, row in enumerate(rows):
        row.refresh_from_db()
        assert (row.name, row.contact) == (f"{NAME}{n}", f"1380000123{n}")
        assert row.contact_digest == digest(row.contact)
    assert all(is_current(token) for token in stored("name"))


def test_a_rotation_that_was_cut_short_goes_on_where_it_stopped(town, settings) -> None:
    [old] = settings.FIELD_ENCRYPTION_KEYS
    for n in range(4):
        make_submission(town, name=f"{NAME}{n}")
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), old]
    call_command("rotate_keys", batch=2, limit=1)
    done = [is_current(token) for token in stored("name")]
    assert done == [True, True, False, False]
    before = stored("name")[:2]
    call_command("rotate_keys", batch=2)
    assert stored("name")[:2] == before
    assert all(is_current(token) for token in stored("name"))


def test_a_row_that_no_key_opens_stops_the_rotation_and_is_named(town, settings) -> None:
    submission = make_submission(town, name=NAME)
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match=rf"{submission.pk}\b"):
        call_command("rotate_keys")
    with pytest.raises(Undecryptable):
        submission.refresh_from_db()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_rows_of_the_time_before_are_encrypted_and_the_way_back_is_open() -> None:
    row = make_submission(make_town(), name=NAME, contact="138-0000-1234")
    latest = [
        key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] == "submissions"
    ]
    try:
        MigrationExecutor(connection).migrate([BEFORE])
        assert (stored("name"), stored("contact")) == ([NAME], ["138-0000-1234"])
    finally:
        MigrationExecutor(connection).migrate(latest)
    assert NAME not in stored("name")[0]
    again = Submission.objects.get(pk=row.pk)
    assert (again.name, again.contact, again.contact_digest) == (NAME, "138-0000-1234", digest(CONTACT))
