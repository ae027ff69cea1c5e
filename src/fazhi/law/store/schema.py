"""The tables of a corpus. Days are ISO texts; an empty text is a day that is not known."""

VERSION = 2  # a file of another version is built anew

TABLES = """
CREATE TABLE source (
    name TEXT PRIMARY KEY, kind TEXT NOT NULL, checked_to TEXT NOT NULL, rank INTEGER NOT NULL, origin TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE instrument (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, title TEXT NOT NULL, short TEXT NOT NULL, level TEXT NOT NULL,
    place TEXT NOT NULL, issuer TEXT NOT NULL
);
CREATE TABLE name (
    name TEXT NOT NULL, instrument INTEGER NOT NULL REFERENCES instrument, PRIMARY KEY (name, instrument)
) WITHOUT ROWID;
CREATE TABLE version (
    id INTEGER PRIMARY KEY, instrument INTEGER NOT NULL REFERENCES instrument, day TEXT NOT NULL,
    stated_from TEXT NOT NULL, stated_to TEXT NOT NULL, in_force_from TEXT NOT NULL, in_force_to TEXT NOT NULL,
    stated_status TEXT NOT NULL, status TEXT NOT NULL, document_number TEXT NOT NULL, head TEXT NOT NULL,
    unnumbered TEXT NOT NULL, source TEXT NOT NULL REFERENCES source, file TEXT NOT NULL, digest TEXT NOT NULL,
    preferred INTEGER NOT NULL DEFAULT 1, UNIQUE (instrument, day, source)
);
CREATE TABLE division (
    version INTEGER NOT NULL REFERENCES version, place INTEGER NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL,
    heading TEXT NOT NULL, parent INTEGER NOT NULL, PRIMARY KEY (version, place)
) WITHOUT ROWID;
CREATE TABLE article (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL REFERENCES version, place INTEGER NOT NULL, main INTEGER NOT NULL,
    sub INTEGER NOT NULL, text TEXT NOT NULL, division INTEGER NOT NULL
);
CREATE INDEX article_number ON article (version, main, sub);
CREATE TABLE event (
    version INTEGER NOT NULL REFERENCES version, what TEXT NOT NULL, day TEXT NOT NULL, words TEXT NOT NULL
);
CREATE INDEX event_version ON event (version);
CREATE TABLE commencement (
    version INTEGER NOT NULL REFERENCES version, main INTEGER NOT NULL, sub INTEGER NOT NULL, day TEXT NOT NULL,
    PRIMARY KEY (version, main, sub)
) WITHOUT ROWID;
CREATE TABLE link (
    version INTEGER NOT NULL REFERENCES version, what TEXT NOT NULL, by_title TEXT NOT NULL, title TEXT NOT NULL,
    day TEXT NOT NULL, main INTEGER NOT NULL, sub INTEGER NOT NULL, whole INTEGER NOT NULL,
    actor INTEGER REFERENCES instrument, target INTEGER REFERENCES instrument
);
CREATE INDEX link_version ON link (version);
CREATE INDEX link_actor ON link (actor);
CREATE INDEX link_target ON link (target);
CREATE TABLE problem (source TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL, what TEXT NOT NULL);
"""
