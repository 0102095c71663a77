-- Why: rejected rows are kept with their import, deflated, so that they can be fetched and mended
-- after the file is gone; the mapping by which a file was read belongs to them, and the upload that
-- it came from. A job can be asked from any node to stop.

ALTER TABLE import ADD COLUMN mapping TEXT;
ALTER TABLE import ADD COLUMN upload_id TEXT;

CREATE TABLE import_reject (
    import_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    body BLOB NOT NULL,
    CONSTRAINT import_reject_key PRIMARY KEY (import_id, seq),
    CONSTRAINT import_reject_of_import FOREIGN KEY (import_id) REFERENCES import (import_id) ON DELETE CASCADE
) STRICT;

ALTER TABLE job ADD COLUMN cancel_asked INTEGER NOT NULL DEFAULT 0;
