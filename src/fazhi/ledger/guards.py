"""The database itself refuses to change the past: triggers for both engines, set by a migration."""

TABLES = ("ledger_event", "ledger_checkpoint", "ledger_checkpointhead")
REFUSAL = "账本只增不改：事件一经写入，不得修改、删除。如需更正，请追加更正事件。"

# REPLACE deletes the old row without firing a DELETE trigger, so it has to be stopped before the insert.
_SQLITE_REPLACE = {
    "ledger_event": (
        "(stream_kind = NEW.stream_kind AND stream_id = NEW.stream_id AND seq = NEW.seq) OR (NEW.command_id IS NOT NULL"
        " AND stream_kind = NEW.stream_kind AND stream_id = NEW.stream_id"
        " AND command_id = NEW.command_id AND part = NEW.part)"
    ),
    "ledger_checkpoint": "number = NEW.number",
    "ledger_checkpointhead": (
        "stream_kind = NEW.stream_kind AND stream_id = NEW.stream_id AND checkpoint = NEW.checkpoint"
    ),
}


def sqlite_triggers() -> list[str]:
    """Return the statements that make the ledger's tables append-only on SQLite."""
    statements = []
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            statements.append(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        same = f"SELECT 1 FROM {table} WHERE {_SQLITE_REPLACE[table]}"  # noqa: S608  names are constants
        statements.append(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS ({same}) "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
    return statements


def sqlite_trigger_names() -> list[str]:
    """Return the names of the triggers of `sqlite_triggers`."""
    return [f"{table}_no_{verb}" for table in TABLES for verb in ("update", "delete", "replace")]


def postgres_triggers() -> list[str]:
    """Return the statements that make the ledger's tables append-only on PostgreSQL."""
    statements = [
        "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    ]
    for table in TABLES:
        statements += [
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
        ]
    return statements
