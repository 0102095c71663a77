INSERT INTO head (id, brand, category, categories, price, cost, is_available, tags, created_at, colors, material, rating, waterproof)
SELECT p.id, p.brand, p.category, p.categories, coalesce(p.price, v.price), p.cost,
       p.is_active AND CASE WHEN v.parent IS NULL THEN p.stock IS NULL OR p.stock > 0
                            ELSE coalesce(p.stock > 0, false) OR v.is_in_stock END,
       p.tags, p.created_at, CASE WHEN p.color IS NULL THEN coalesce(v.colors, '{}') ELSE ARRAY[p.color] END,
       p.material, p.rating, p.waterproof
FROM product p
LEFT JOIN (
    SELECT parent, min(price) FILTER (WHERE is_active) AS price, bool_or(is_active AND (stock IS NULL OR stock > 0)) AS is_in_stock,
           array_agg(DISTINCT color) AS colors
    FROM product WHERE parent IS NOT NULL GROUP BY parent
) v ON v.parent = p.sku
WHERE p.parent IS NULL;
INSERT INTO head_by_category SELECT unnest(categories), id, rating, is_available FROM head;
-- Each index gives the targets of a rule by what has to be equal, in its order or by its stretch of prices.
CREATE INDEX head_price ON head (category, price, id) INCLUDE (margin) WHERE is_available;
CREATE INDEX head_brand_created ON head (brand, created_at DESC, id) INCLUDE (price) WHERE is_available;
CREATE INDEX head_brand_margin ON head (brand, margin DESC, id) INCLUDE (category) WHERE is_available;
CREATE INDEX head_brand_material ON head (brand, material, price DESC, id) INCLUDE (created_at) WHERE is_available;
CREATE INDEX head_category_all ON head (category, price);
CREATE INDEX head_brand_all ON head (brand, price);
CREATE INDEX head_tags ON head USING gin (tags);
CREATE INDEX head_categories ON head USING gin (categories);
CREATE INDEX head_colors ON head USING gin (colors);
CREATE INDEX head_by_category_rating ON head_by_category (of_category, rating DESC, id) WHERE is_available;
CREATE INDEX head_by_category_id ON head_by_category (id);
