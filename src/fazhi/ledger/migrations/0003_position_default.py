from django.db import migrations

# Every way of inserting, COPY included, must leave the number of its own transaction.
SET = "ALTER TABLE ledger_event ALTER COLUMN txid SET DEFAULT pg_current_xact_id()::text::bigint"
DROP = "ALTER TABLE ledger_event ALTER COLUMN txid DROP DEFAULT"


def on_postgresql(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [migrations.RunPython(on_postgresql(SET), on_postgresql(DROP))]
