-- Why: every change can be seen and reverted (audit), and other nodes follow what happened (change).
-- Both carry the revision of their transaction. The change log is apart from the audit, because it
-- is read all the time and may be cut off, while the audit is kept.

CREATE TABLE audit (
    audit_id INTEGER /* numbered */ NOT NULL,
    revision INTEGER NOT NULL,
    happened_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    noun TEXT NOT NULL,
    noun_key TEXT NOT NULL,
    before_body TEXT,
    after_body TEXT,
    CONSTRAINT audit_key PRIMARY KEY (audit_id)
) STRICT;

CREATE INDEX audit_by_revision ON audit (revision);
CREATE INDEX audit_by_noun ON audit (noun, noun_key);

CREATE TABLE change (
    revision INTEGER NOT NULL,
    change_index INTEGER NOT NULL,
    noun TEXT NOT NULL,
    noun_key TEXT NOT NULL,
    touches_sku TEXT,
    import_id INTEGER,
    CONSTRAINT change_key PRIMARY KEY (revision, change_index)
) STRICT;
