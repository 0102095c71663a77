-- Why: the facts that everything else is compiled from: products, relations and the few documents
-- that configure a shop. A relation has no foreign key to its products, because it may arrive
-- before them and waits (it is pending) until they come.
--
-- Open ends of a window are stored as the smallest and the largest number, so that the identity is
-- unique without NULLs. `search_text` and `category_paths` are derived from the body, lower case
-- and line by line, because lower() differs between databases.

CREATE TABLE counter (
    counter_id TEXT NOT NULL,
    value INTEGER NOT NULL,
    CONSTRAINT counter_key PRIMARY KEY (counter_id)
) STRICT;

INSERT INTO counter (counter_id, value) VALUES ('revision', 0), ('relation', 0);

CREATE TABLE product (
    sku TEXT NOT NULL,
    parent_sku TEXT,
    name TEXT NOT NULL,
    brand TEXT,
    status TEXT NOT NULL,
    category_paths TEXT NOT NULL,
    search_text TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT product_key PRIMARY KEY (sku)
) STRICT;

CREATE INDEX product_by_parent ON product (parent_sku);

CREATE TABLE relation (
    relation_id INTEGER /* numbered */ NOT NULL,
    source_sku TEXT NOT NULL,
    type_code TEXT NOT NULL,
    target_sku TEXT NOT NULL,
    origin TEXT NOT NULL,
    channels TEXT NOT NULL,
    locales TEXT NOT NULL,
    segments TEXT NOT NULL,
    valid_from_at INTEGER NOT NULL,
    valid_until_at INTEGER NOT NULL,
    position INTEGER NOT NULL,
    weight REAL NOT NULL,
    quantity TEXT,
    fields TEXT NOT NULL,
    pin INTEGER,
    created_at INTEGER NOT NULL,
    target_block INTEGER GENERATED ALWAYS AS (relation_id / 32768) STORED,
    CONSTRAINT relation_key PRIMARY KEY (relation_id),
    CONSTRAINT relation_identity UNIQUE
        (source_sku, type_code, target_sku, origin, channels, locales, segments, valid_from_at, valid_until_at),
    CONSTRAINT relation_position_starts_at_1 CHECK (position >= 1)
) STRICT;

-- By target within blocks of 32,768 relations: targets of an import lie all over the shop, and an
-- index over all of them would have nearly as many pages written as rows. A look-up asks each block.
CREATE INDEX relation_by_target ON relation (target_block, target_sku);
CREATE INDEX relation_by_type ON relation (type_code, relation_id);

CREATE TABLE list_arranged (
    source_sku TEXT NOT NULL,
    type_code TEXT NOT NULL,
    CONSTRAINT list_arranged_key PRIMARY KEY (source_sku, type_code)
) STRICT;

CREATE TABLE document (
    noun TEXT NOT NULL,
    code TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT document_key PRIMARY KEY (noun, code)
) STRICT;
