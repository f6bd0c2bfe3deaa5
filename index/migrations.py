"""The shape of `library.db`, version by version. A step, once released, is never edited."""

from __future__ import annotations

import sqlite3

APPLICATION_ID = 0x62796C6E  # "byln": tells our file from any other SQLite file

_FIRST = """
CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO counter VALUES ('version', 1), ('change', 0), ('grouped', 0);
INSERT INTO counter VALUES ('identity', random() & 0x7fffffffffffffff);

-- The columns are those of the newest revision that a list shows, so that no text need be unpacked.
CREATE TABLE article (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    location TEXT NOT NULL,
    item TEXT,
    source_id TEXT,
    url TEXT,
    outlet TEXT,
    title TEXT,
    lede TEXT NOT NULL,
    published TEXT,
    precision TEXT,
    moment REAL,
    digest TEXT NOT NULL,
    content INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    added TEXT NOT NULL,
    change INTEGER NOT NULL
);
CREATE INDEX article_by_change ON article (change);
CREATE INDEX article_by_digest ON article (digest);
CREATE INDEX article_by_url ON article (url) WHERE url IS NOT NULL;

CREATE TABLE revision (
    article INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    location TEXT NOT NULL,
    item TEXT,
    digest TEXT NOT NULL,
    added TEXT NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (article, number)
);

-- Every place an article was seen at, and the bytes last seen there.
CREATE TABLE sighting (
    kind TEXT NOT NULL,
    location TEXT NOT NULL,
    item TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    PRIMARY KEY (location, item, kind)
) WITHOUT ROWID;
CREATE INDEX sighting_by_article ON sighting (article);

CREATE TABLE story (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    newest REAL,
    marked INTEGER NOT NULL DEFAULT 0,
    position TEXT
);
CREATE INDEX story_by_newest ON story (newest IS NULL, newest DESC, key DESC);

CREATE TABLE membership (
    article INTEGER PRIMARY KEY REFERENCES article (key) ON DELETE CASCADE,
    story INTEGER NOT NULL REFERENCES story (key),
    confidence REAL NOT NULL,
    shared TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided TEXT NOT NULL
);
CREATE INDEX membership_by_story ON membership (story);

-- What the grouper remembers of an article, in its own words; may be made again from the text.
CREATE TABLE profile (
    article INTEGER PRIMARY KEY REFERENCES article (key) ON DELETE CASCADE,
    text TEXT NOT NULL
);

CREATE TABLE tag (
    story INTEGER NOT NULL REFERENCES story (key) ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (story, name)
) WITHOUT ROWID;

CREATE TABLE reading (
    article INTEGER PRIMARY KEY REFERENCES article (key) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    read TEXT NOT NULL
);

-- Which notes, in which state, the search index was last given.
CREATE TABLE indexed_note (id TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE comparison (
    story INTEGER PRIMARY KEY REFERENCES story (key) ON DELETE CASCADE,
    fingerprint TEXT NOT NULL,
    body BLOB NOT NULL
);
"""

# What the person says of stories, and the counts that a list sorts by without looking at articles.
_SECOND = """
ALTER TABLE story ADD COLUMN name TEXT;
ALTER TABLE story ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE story ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE story ADD COLUMN oldest REAL;
ALTER TABLE story ADD COLUMN articles INTEGER NOT NULL DEFAULT 0;
ALTER TABLE story ADD COLUMN outlets INTEGER NOT NULL DEFAULT 0;
ALTER TABLE story ADD COLUMN unread INTEGER NOT NULL DEFAULT 0;
-- Figures that clash between outlets; null until the story was compared.
ALTER TABLE story ADD COLUMN clashes INTEGER;
UPDATE story SET (articles, outlets, unread, oldest) = (
    SELECT count(*), count(DISTINCT coalesce(a.outlet, '')), count(*) - count(r.article), min(a.moment)
    FROM membership m JOIN article a ON a.key = m.article
    LEFT JOIN reading r ON r.article = a.key AND r.revision >= a.revision
    WHERE m.story = story.key
);
CREATE INDEX story_listed ON story (archived, pinned DESC, newest IS NULL, newest DESC, key DESC);
CREATE INDEX story_by_outlets ON story (archived, pinned DESC, outlets DESC, newest DESC, key DESC);
CREATE INDEX story_by_oldest ON story (archived, pinned DESC, oldest IS NULL, oldest, key);
CREATE INDEX story_by_unread
    ON story (archived, pinned DESC, unread = 0, newest IS NULL, newest DESC, key DESC);
CREATE INDEX story_by_clashes
    ON story (archived, pinned DESC, coalesce(clashes, 0) DESC, outlets DESC, newest DESC, key DESC);
CREATE INDEX story_by_counts ON story (archived, unread, outlets);

CREATE INDEX article_by_outlet ON article (outlet);

-- A story that a person merged into another is found there under its old id.
CREATE TABLE alias (id TEXT PRIMARY KEY, story TEXT NOT NULL) WITHOUT ROWID;

-- Everything the person did to stories (kind 'story') and to reading state (kind 'state'), with what
-- it was before, so that it can be undone.
CREATE TABLE correction (
    key INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    story TEXT NOT NULL,
    made TEXT NOT NULL,
    before TEXT NOT NULL,
    undone TEXT
);
CREATE INDEX correction_to_undo ON correction (kind, key) WHERE undone IS NULL;

CREATE TABLE saved_filter (
    name TEXT PRIMARY KEY,
    query TEXT NOT NULL,
    sort TEXT NOT NULL,
    place INTEGER NOT NULL
) WITHOUT ROWID;
"""

_SEARCHES = """
CREATE TABLE search_history (
    query TEXT PRIMARY KEY,
    turn INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE saved_search (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    query TEXT NOT NULL
) WITHOUT ROWID;
"""

# Feeds the person follows, and every item seen in them, so that what is known costs nothing again.
_FEEDS = """
-- Why the newest revision is only a part of the article; null when it is taken for the whole.
ALTER TABLE article ADD COLUMN partial TEXT;

CREATE TABLE feed (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    outlet TEXT,
    -- Whether the person typed its host, which may then be of a private network.
    private INTEGER NOT NULL DEFAULT 0,
    added TEXT NOT NULL,
    fetched TEXT,
    succeeded TEXT,
    status TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    due TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    etag TEXT,
    modified TEXT
);

-- One row for each text an item had: `name` is what it goes by, `url` and `guid` what it said of itself.
CREATE TABLE feed_item (
    feed INTEGER NOT NULL REFERENCES feed (key) ON DELETE CASCADE,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    url TEXT,
    guid TEXT,
    title TEXT,
    article INTEGER REFERENCES article (key) ON DELETE SET NULL,
    -- How often its page was asked for, and when that is to be tried again; null when that is over.
    tries INTEGER NOT NULL DEFAULT 0,
    due TEXT,
    PRIMARY KEY (feed, name, digest)
) WITHOUT ROWID;
CREATE INDEX feed_item_by_url ON feed_item (feed, url);
CREATE INDEX feed_item_by_guid ON feed_item (feed, guid);
CREATE INDEX feed_item_by_digest ON feed_item (feed, digest);
CREATE INDEX feed_item_by_article ON feed_item (article);
"""

# What is known of an article's address and wording, for finding it again and its copies. All of it may be
# made again from the texts.
_COPIES = """
CREATE TABLE wording (
    article INTEGER PRIMARY KEY REFERENCES article (key) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    address TEXT,
    text INTEGER NOT NULL,
    words INTEGER NOT NULL,
    sketch BLOB NOT NULL
);
CREATE INDEX wording_by_address ON wording (address) WHERE address IS NOT NULL;
CREATE INDEX wording_by_text ON wording (text);

CREATE TABLE shingle (
    hash INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (hash, article)
) WITHOUT ROWID;

-- Each pair twice, so that it is found from either side.
CREATE TABLE copy (
    article INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    of INTEGER NOT NULL REFERENCES article (key),
    kind TEXT NOT NULL,
    share REAL NOT NULL,
    PRIMARY KEY (article, of)
) WITHOUT ROWID;
"""


# The grouper reads the articles of a few days only, and their vectors instead of their words.
_PROFILES_BY_DAY = """
ALTER TABLE profile ADD COLUMN day INTEGER;
ALTER TABLE profile ADD COLUMN vector BLOB;
UPDATE profile SET day = CAST(substr(text, 3, instr(substr(text, 3), char(9)) - 1) AS INTEGER)
    WHERE text LIKE '1' || char(9) || '_%' AND substr(text, 3, 1) <> char(9);
CREATE INDEX profile_by_day ON profile (day);
CREATE INDEX profile_without_vector ON profile (article) WHERE vector IS NULL;
"""


# Pairs of passages that the person locked together or apart: by their texts, as passages are numbered
# anew in each revision.
_LOCKS = """
CREATE TABLE locked_pair (
    key INTEGER PRIMARY KEY,
    a INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    a_place INTEGER NOT NULL,
    a_text TEXT NOT NULL,
    b INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
    b_place INTEGER NOT NULL,
    b_text TEXT NOT NULL,
    kind TEXT NOT NULL,
    made TEXT NOT NULL
);
CREATE INDEX locked_pair_by_a ON locked_pair (a);
CREATE INDEX locked_pair_by_b ON locked_pair (b);
"""

# What one more article needs, so that it takes no longer in a large library: who has a term among the
# heaviest of its profile (profiles are made anew for that, from their texts, before anything is grouped),
# and which articles are in no story yet.
_ONE_MORE = """
CREATE TABLE heavy_term (
    term INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (term, article)
) WITHOUT ROWID;
UPDATE profile SET vector = NULL;

CREATE TABLE ungrouped (article INTEGER PRIMARY KEY REFERENCES article (key) ON DELETE CASCADE);
INSERT INTO ungrouped SELECT key FROM article EXCEPT SELECT article FROM membership;
CREATE TRIGGER article_is_new AFTER INSERT ON article
    BEGIN INSERT OR IGNORE INTO ungrouped VALUES (new.key); END;
CREATE TRIGGER article_has_story AFTER INSERT ON membership
    BEGIN DELETE FROM ungrouped WHERE article = new.article; END;
CREATE TRIGGER article_has_no_story AFTER DELETE ON membership
    WHEN EXISTS (SELECT 1 FROM article WHERE key = old.article)
    BEGIN INSERT OR IGNORE INTO ungrouped VALUES (old.article); END;
"""

# No query needs it, and every change of a count wrote to it.
_FEWER_INDEXES = """
DROP INDEX story_by_counts;
"""

# What is added from here on is packed in a way that an older bylines cannot read (see `bodies`).
_PACKED_BODIES = ""

STEPS = (
    _FIRST,
    _SECOND,
    _SEARCHES,
    _FEEDS,
    _COPIES,
    _PROFILES_BY_DAY,
    _LOCKS,
    _ONE_MORE,
    _FEWER_INDEXES,
    _PACKED_BODIES,
)
VERSION = len(STEPS)


def version_of(connection: sqlite3.Connection) -> int:
    """The schema version of an open file; 0 when it is new."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_readable(version: int) -> bool:
    """Whether a file of this version can be read as it is: its tables are those of `VERSION`."""
    return not any(map(_statements, STEPS[version:]))


def is_ours(connection: sqlite3.Connection) -> bool:
    """Whether an open file is empty or a library of this program."""
    # Tables are asked for first: another process may be making them, and names their owner with them.
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    return bool(not tables or owner == APPLICATION_ID)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an open file to `VERSION`, in one transaction; safe when several processes start at once."""
    if version_of(connection) >= VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again, because another process may have migrated while this one waited.
        for step in STEPS[version_of(connection) :]:
            for statement in _statements(step):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> list[str]:
    """The statements of a script; `executescript` would commit half-way through."""
    found, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            found.append(current.strip())
            current = ""
    return found
