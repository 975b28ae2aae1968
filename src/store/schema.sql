-- Version 1. Each statement below runs once, in one transaction, on an empty store; later versions add files beside
-- this one and never change it. Instants are milliseconds since 1970 UTC, durations seconds.

CREATE TABLE interaction (
    number         INTEGER PRIMARY KEY,           -- order of arrival
    id             TEXT NOT NULL UNIQUE,          -- the conversation's own id
    content_hash   TEXT NOT NULL UNIQUE,          -- SHA-256 of what was said, written and recorded
    channel        TEXT NOT NULL CHECK (channel IN ('phone', 'chat', 'email', 'sms', 'social')),
    language       TEXT,
    direction      TEXT,
    domain         TEXT,
    started_at     INTEGER,
    duration       REAL,
    agent          TEXT, team TEXT, site TEXT, queue TEXT, dialled_number TEXT, campaign TEXT, customer TEXT,
    wait_seconds   REAL, csat REAL, nps REAL, ces REAL,
    source         TEXT NOT NULL,                 -- the file it came from, as named at import
    imported_at    INTEGER NOT NULL,
    document       TEXT NOT NULL,                 -- native JSON as imported; media by their place in the media store
    state          TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'done', 'failed')),
    claimed_by     TEXT,                          -- the worker process that has it: host, process id and its start
    claimed_until  INTEGER,                       -- past that, or once that process is gone, another may take it
    failure        TEXT                           -- JSON {key, details} of the last failure
) STRICT;
CREATE INDEX interaction_queue ON interaction (state, number);
CREATE INDEX interaction_time ON interaction (started_at);

CREATE TABLE media (
    interaction  INTEGER NOT NULL REFERENCES interaction (number) ON DELETE CASCADE,
    ordinal      INTEGER NOT NULL,
    hash         TEXT NOT NULL,                   -- SHA-256 of the bytes; their name in the media store
    type         TEXT NOT NULL,
    bytes        INTEGER NOT NULL,
    PRIMARY KEY (interaction, ordinal)
) STRICT;

-- A re-analysis is a new row; the latest is the one shown.
CREATE TABLE analysis (
    number       INTEGER PRIMARY KEY,
    interaction  INTEGER NOT NULL REFERENCES interaction (number) ON DELETE CASCADE,
    created_at   INTEGER NOT NULL,
    versions     TEXT NOT NULL,                   -- JSON object
    document     TEXT NOT NULL                    -- analysis JSON without the evaluation
) STRICT;
CREATE INDEX analysis_interaction ON analysis (interaction, number);

CREATE TABLE moment (
    analysis    INTEGER NOT NULL REFERENCES analysis (number) ON DELETE CASCADE,
    ordinal     INTEGER NOT NULL,
    signal      TEXT NOT NULL,
    turn        INTEGER NOT NULL,
    begin_at    INTEGER NOT NULL,                 -- code points
    end_at      INTEGER NOT NULL,
    quote       TEXT NOT NULL,
    confidence  REAL NOT NULL,
    source      TEXT NOT NULL,
    start_s     REAL,
    end_s       REAL,
    PRIMARY KEY (analysis, ordinal)
) STRICT;
CREATE INDEX moment_signal ON moment (signal);

CREATE TABLE evaluation (
    number      INTEGER PRIMARY KEY,
    analysis    INTEGER NOT NULL REFERENCES analysis (number) ON DELETE CASCADE,
    grid        TEXT NOT NULL,
    version     INTEGER NOT NULL,
    score       REAL,                             -- 0…100; null when nothing could be answered
    document    TEXT NOT NULL
) STRICT;
CREATE INDEX evaluation_analysis ON evaluation (analysis);

-- Words of every turn, found whatever their accents: résilier by "resilier".
CREATE VIRTUAL TABLE turn_text USING fts5 (
    text, interaction UNINDEXED, turn UNINDEXED, speaker UNINDEXED,
    tokenize = "unicode61 remove_diacritics 2"
);
