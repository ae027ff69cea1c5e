from django.db import migrations

from fazhi.ledger import guards


def install(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    statements = guards.postgres_triggers() if vendor == "postgresql" else guards.sqlite_triggers()
    for statement in statements:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION ledger_refuse() CASCADE")
        return
    for name in guards.sqlite_trigger_names():
        schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
