from django.db import migrations

# Sight of a task now follows from its unit. What units that had left a matter still owed was no task that anybody could
# see; as rows they would appear again. The empty text keeps SQLite from walking through all grants of a unit each time.
DELETE = """
DELETE FROM matters_task WHERE unit <> '' AND NOT EXISTS (
    SELECT 1 FROM people_grant WHERE object_kind = 'matter' AND object_id = matters_task.matter_id
    AND subject || '' = 'unit:' || matters_task.unit AND valid_to IS NULL
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0002_edition_text"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(DELETE, migrations.RunSQL.noop),
    ]
