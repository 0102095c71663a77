CREATE TABLE product (
    id int PRIMARY KEY, sku text NOT NULL, parent text, brand text, category text, categories text[] NOT NULL,
    price numeric(12, 2), cost numeric(12, 2), stock int, is_active boolean NOT NULL, tags text[] NOT NULL,
    created_at timestamptz, color text, material text, rating numeric, waterproof boolean
);
-- What rules read: a row for each parent and each product that stands alone, as a shop's flat index has it.
CREATE TABLE head (
    id int PRIMARY KEY, brand text, category text, categories text[] NOT NULL, price numeric(12, 2), cost numeric(12, 2),
    margin numeric(12, 2) GENERATED ALWAYS AS (price - cost) STORED, is_available boolean NOT NULL, tags text[] NOT NULL,
    created_at timestamptz, colors text[] NOT NULL, material text, rating numeric, waterproof boolean
);
-- The same once for each category that a product is in.
CREATE TABLE head_by_category (
    of_category text NOT NULL, id int NOT NULL, rating numeric, is_available boolean NOT NULL
);
CREATE TABLE list (
    rule int NOT NULL, source int NOT NULL, targets int[] NOT NULL, last_key numeric, last_target int,
    PRIMARY KEY (rule, source)
);
CREATE TABLE looped (rule int NOT NULL, source int NOT NULL, targets int[] NOT NULL, last_key numeric, last_target int);
