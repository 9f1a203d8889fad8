"""On PostgreSQL the database itself refuses to change a sealed entry or to remove any.

An unsealed entry may only get its seal. TRUNCATE is left to the owner of the table (tests empty it that way):
verify_ledger finds it. SQLite has no such guard: Django rebuilds its tables when they change, and would lose it.
"""

from typing import Any

from django.db import migrations

GUARD = """
CREATE FUNCTION audit_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('audit.demo_removal', true) = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'audit entries cannot be removed (entry %)', OLD.id;
    END IF;
    IF OLD.position IS NOT NULL
       OR NEW.position IS NULL
       OR to_jsonb(NEW) - 'position' - 'digest' IS DISTINCT FROM to_jsonb(OLD) - 'position' - 'digest' THEN
        RAISE EXCEPTION 'audit entries cannot be changed (entry %)', OLD.id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_entry_guard BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_guard();
"""
OPEN = "DROP TRIGGER audit_entry_guard ON audit_entry; DROP FUNCTION audit_entry_guard();"


def put_up(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(GUARD, params=None)


def take_down(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(OPEN, params=None)


class Migration(migrations.Migration):

    dependencies = [("audit", "0003_sealed_chain")]

    operations = [migrations.RunPython(put_up, take_down)]
