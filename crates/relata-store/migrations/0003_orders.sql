-- Why: learning and popularity count what customers bought together. An order is known by channel
-- and order id, so that a file or message that comes twice is counted once. Lines keep every field
-- as it was given; the SKU need not be a product. `returned` is 1 for lines that give back.

CREATE TABLE customer_order (
    customer_order_id INTEGER /* numbered */ NOT NULL,
    channel TEXT NOT NULL,
    order_id TEXT NOT NULL,
    CONSTRAINT customer_order_key PRIMARY KEY (customer_order_id),
    CONSTRAINT customer_order_identity UNIQUE (channel, order_id)
) STRICT;

CREATE TABLE order_line (
    customer_order_id INTEGER NOT NULL,
    line_index INTEGER NOT NULL,
    sku TEXT NOT NULL,
    customer_id TEXT,
    ordered_at INTEGER,
    currency TEXT NOT NULL,
    quantity TEXT NOT NULL,
    unit_price INTEGER,
    returned INTEGER NOT NULL,
    CONSTRAINT order_line_key PRIMARY KEY (customer_order_id, line_index),
    CONSTRAINT order_line_of_order FOREIGN KEY (customer_order_id)
        REFERENCES customer_order (customer_order_id) ON DELETE CASCADE
) STRICT;

CREATE INDEX order_line_by_sku ON order_line (sku, customer_order_id, returned);
