CREATE INDEX attachment_event ON attachment (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX attachment_hash ON attachment (hash);
CREATE INDEX envelope_run ON envelope (run) WHERE run IS NOT NULL;
CREATE INDEX event_issue ON event (issue, received) WHERE issue IS NOT NULL;
CREATE INDEX event_run ON event (run) WHERE run IS NOT NULL;
CREATE INDEX issue_bookmarked ON issue (last_seen) WHERE deleted_at IS NULL AND bookmarked = 1;
CREATE INDEX issue_deleted ON issue (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX issue_events ON issue (events) WHERE deleted_at IS NULL;
CREATE INDEX issue_first_seen ON issue (first_seen) WHERE deleted_at IS NULL;
CREATE INDEX issue_hash_issue ON issue_hash (issue);
CREATE INDEX issue_last_seen ON issue (last_seen) WHERE deleted_at IS NULL;
CREATE INDEX issue_project ON issue (project, last_seen) WHERE deleted_at IS NULL;
CREATE INDEX issue_state ON issue (state, last_seen) WHERE deleted_at IS NULL;
CREATE INDEX issue_users ON issue (users) WHERE deleted_at IS NULL;
CREATE TABLE attachment (
                id INTEGER PRIMARY KEY,
                envelope INTEGER NOT NULL,
                n INTEGER NOT NULL,
                -- Null where nothing said to which event it belongs. The event may come later.
                event_id BLOB,
                -- A label, never a path.
                filename TEXT NOT NULL,
                content_type TEXT,
                attachment_type TEXT NOT NULL,
                size INTEGER NOT NULL,
                -- xxh3-128 of the bytes.
                hash BLOB NOT NULL,
                payload INTEGER NOT NULL
              ) STRICT;
CREATE TABLE dictionary (
                id INTEGER PRIMARY KEY CHECK (id > 0),
                -- Of payloads of which item type and platform.
                kind TEXT NOT NULL,
                platform TEXT NOT NULL,
                bytes BLOB NOT NULL
              ) STRICT;
CREATE TABLE envelope (
                id INTEGER PRIMARY KEY,
                received INTEGER NOT NULL,
                project INTEGER NOT NULL REFERENCES project (id),
                run INTEGER REFERENCES run (id),
                -- 0 /api/…/envelope/, 1 /api/…/store/, 2 /stream.
                route INTEGER NOT NULL,
                -- Byte for byte, without the line feed.
                header BLOB NOT NULL,
                missing_line_feeds INTEGER NOT NULL,
                client TEXT,
                peer TEXT,
                origin TEXT
              ) STRICT;
CREATE TABLE event (
                id INTEGER PRIMARY KEY,
                -- 16 bytes, unique over errors, transactions and feedback.
                event_id BLOB NOT NULL UNIQUE,
                envelope INTEGER NOT NULL,
                n INTEGER NOT NULL,
                project INTEGER NOT NULL REFERENCES project (id),
                -- Null for what makes no issue.
                issue INTEGER,
                run INTEGER REFERENCES run (id),
                -- 1 by a DSN, 2 by a stream, 3 by both.
                via INTEGER NOT NULL,
                kind INTEGER NOT NULL,
                received INTEGER NOT NULL,
                timestamp INTEGER,
                level INTEGER NOT NULL,
                platform TEXT NOT NULL,
                handled INTEGER,
                has_replay INTEGER NOT NULL,
                has_attachment INTEGER NOT NULL,
                release TEXT,
                environment TEXT,
                transaction_name TEXT,
                user TEXT,
                trace_id TEXT,
                -- 17 bytes each: variant, MD5.
                hashes BLOB NOT NULL,
                in_app BLOB NOT NULL
              ) STRICT;
CREATE TABLE facet (
                issue INTEGER NOT NULL REFERENCES issue (id) ON DELETE CASCADE,
                key TEXT NOT NULL,
                -- U+0001 counts what has no row of its own.
                value TEXT NOT NULL,
                n INTEGER NOT NULL,
                PRIMARY KEY (issue, key, value)
              ) STRICT, WITHOUT ROWID;
CREATE TABLE held (
                id INTEGER PRIMARY KEY,
                -- JSON: see `writer/held.rs`.
                note BLOB NOT NULL
              ) STRICT;
CREATE TABLE issue (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                project INTEGER NOT NULL REFERENCES project (id),
                -- 0 unresolved, 1 resolved, 2 muted.
                state INTEGER NOT NULL,
                -- Of the last resolution.
                resolved_at INTEGER,
                resolved_in TEXT,
                -- Muted until it has so many events; null: for good.
                until_events INTEGER,
                -- Of the latest event.
                level INTEGER NOT NULL,
                kind TEXT NOT NULL,
                value TEXT NOT NULL,
                culprit TEXT NOT NULL,
                platform TEXT NOT NULL,
                handled INTEGER,
                has_replay INTEGER NOT NULL,
                has_attachment INTEGER NOT NULL,
                latest_event INTEGER,
                first_seen INTEGER NOT NULL,
                last_seen INTEGER NOT NULL,
                -- Ever; and those that are still there.
                events INTEGER NOT NULL,
                kept INTEGER NOT NULL,
                users INTEGER NOT NULL,
                -- Somebody looked at it.
                seen INTEGER NOT NULL,
                regressed INTEGER NOT NULL,
                unread INTEGER NOT NULL,
                bookmarked INTEGER NOT NULL,
                deleted_at INTEGER,
                -- What `type:` and words look in: without case.
                folded_kind TEXT NOT NULL,
                folded_words TEXT NOT NULL
              ) STRICT;
CREATE TABLE issue_hash (
                project INTEGER NOT NULL REFERENCES project (id),
                hash BLOB NOT NULL,
                issue INTEGER NOT NULL REFERENCES issue (id) ON DELETE CASCADE,
                -- A merge or split of the user put it there: regrouping does not take it away.
                pinned INTEGER NOT NULL DEFAULT 0,
                PRIMARY KEY (project, hash)
              ) STRICT, WITHOUT ROWID;
CREATE TABLE issue_hour (
                issue INTEGER NOT NULL REFERENCES issue (id) ON DELETE CASCADE,
                -- Hours since the Unix epoch.
                hour INTEGER NOT NULL,
                n INTEGER NOT NULL,
                PRIMARY KEY (issue, hour)
              ) STRICT, WITHOUT ROWID;
CREATE TABLE issue_user (
                issue INTEGER NOT NULL REFERENCES issue (id) ON DELETE CASCADE,
                -- Half of the xxh3-128 of `id:7`, `email:…`.
                user INTEGER NOT NULL,
                n INTEGER NOT NULL,
                PRIMARY KEY (issue, user)
              ) STRICT, WITHOUT ROWID;
CREATE TABLE item (
                envelope INTEGER NOT NULL REFERENCES envelope (id),
                -- Its place, from 0.
                n INTEGER NOT NULL,
                -- `type` of its header.
                kind TEXT NOT NULL,
                header BLOB NOT NULL,
                -- Null: not kept.
                payload INTEGER,
                -- Bytes of the payload as it came.
                size INTEGER NOT NULL,
                outcome TEXT NOT NULL,
                reason TEXT,
                -- What the receipt gave this item: see `Received`.
                header_id BLOB,
                fresh_id BLOB NOT NULL,
                PRIMARY KEY (envelope, n)
              ) STRICT, WITHOUT ROWID;
CREATE TABLE migration (
               at INTEGER PRIMARY KEY,
               -- 1: versions that do not know it refuse the file.
               older_refuses INTEGER NOT NULL
             ) STRICT;
CREATE TABLE outbox (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                at INTEGER NOT NULL,
                -- 0 new, 1 regressed.
                cause INTEGER NOT NULL,
                -- It names the event, not the issue: the event may move.
                event_id BLOB NOT NULL,
                level INTEGER NOT NULL,
                kind TEXT NOT NULL,
                value TEXT NOT NULL,
                culprit TEXT NOT NULL
              ) STRICT;
CREATE TABLE outcome (
                project INTEGER NOT NULL REFERENCES project (id),
                hour INTEGER NOT NULL,
                kind TEXT NOT NULL,
                outcome TEXT NOT NULL,
                n INTEGER NOT NULL,
                PRIMARY KEY (project, hour, kind, outcome)
              ) STRICT, WITHOUT ROWID;
CREATE TABLE payload (
                id INTEGER PRIMARY KEY,
                -- 0: none. -1: not compressed. Else a row of `dictionary`.
                dictionary INTEGER NOT NULL,
                -- Bytes before compression.
                size INTEGER NOT NULL,
                bytes BLOB NOT NULL
              ) STRICT;
CREATE TABLE project (
                id INTEGER PRIMARY KEY,
                key TEXT NOT NULL,
                number TEXT NOT NULL,
                slug TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL,
                -- Microseconds since the Unix epoch, as all times in this file.
                made_at INTEGER NOT NULL,
                -- Of its latest event.
                platform TEXT NOT NULL DEFAULT '',
                sdk_name TEXT,
                sdk_version TEXT,
                first_event INTEGER,
                last_event INTEGER,
                first_issue INTEGER,
                -- Whether some event had one.
                has_release INTEGER NOT NULL DEFAULT 0,
                has_environment INTEGER NOT NULL DEFAULT 0,
                UNIQUE (key, number)
              ) STRICT;
CREATE TABLE pulse (
                -- Tens of seconds since the Unix epoch.
                slot INTEGER NOT NULL,
                project INTEGER NOT NULL,
                n INTEGER NOT NULL,
                PRIMARY KEY (slot, project)
              ) STRICT, WITHOUT ROWID;
CREATE TABLE run (
                id INTEGER PRIMARY KEY,
                -- As in /run/<name>/stream.
                name TEXT NOT NULL UNIQUE,
                -- The project that a DSN of this run named last; where its stream's events go from then on.
                project INTEGER REFERENCES project (id)
              ) STRICT;
CREATE TABLE run_project (
                run INTEGER NOT NULL REFERENCES run (id),
                project INTEGER NOT NULL REFERENCES project (id),
                PRIMARY KEY (run, project)
              ) STRICT, WITHOUT ROWID;
CREATE TABLE session (id TEXT PRIMARY KEY, token_hash BLOB NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE tally (
                project INTEGER NOT NULL,
                state INTEGER NOT NULL,
                unread INTEGER NOT NULL,
                bookmarked INTEGER NOT NULL,
                n INTEGER NOT NULL,
                PRIMARY KEY (project, state, unread, bookmarked)
              ) STRICT, WITHOUT ROWID;
CREATE TABLE twin (
                -- Over kinds and payloads of its items.
                hash BLOB NOT NULL,
                -- By which way it came: see `event.via`.
                via INTEGER NOT NULL,
                at INTEGER NOT NULL,
                PRIMARY KEY (hash, via)
              ) STRICT, WITHOUT ROWID;
CREATE TABLE undo (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                at INTEGER NOT NULL,
                -- JSON: what was before.
                before TEXT NOT NULL
              ) STRICT;
CREATE TABLE web_origin (origin TEXT PRIMARY KEY, allowed_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TRIGGER tally_delete AFTER DELETE ON issue WHEN old.deleted_at IS NULL BEGIN
                UPDATE tally SET n = n - 1 WHERE project = old.project AND state = old.state
                  AND unread = old.unread AND bookmarked = old.bookmarked;
              END;
CREATE TRIGGER tally_insert AFTER INSERT ON issue WHEN new.deleted_at IS NULL BEGIN
                INSERT INTO tally VALUES (new.project, new.state, new.unread, new.bookmarked, 1)
                  ON CONFLICT DO UPDATE SET n = n + 1;
              END;
CREATE TRIGGER tally_update AFTER UPDATE OF project, state, unread, bookmarked, deleted_at ON issue
                WHEN old.project <> new.project OR old.state <> new.state OR old.unread <> new.unread
                  OR old.bookmarked <> new.bookmarked OR (old.deleted_at IS NULL) <> (new.deleted_at IS NULL) BEGIN
                UPDATE tally SET n = n - 1 WHERE old.deleted_at IS NULL AND project = old.project
                  AND state = old.state AND unread = old.unread AND bookmarked = old.bookmarked;
                INSERT INTO tally SELECT new.project, new.state, new.unread, new.bookmarked, 1 WHERE new.deleted_at IS NULL
                  ON CONFLICT DO UPDATE SET n = n + 1;
              END;
