-- Why: the history of a product holds the changes of its relations, from it and to it. The audit
-- knows a relation by its number alone, so the ends of every relation that has an audit row stand
-- here, also after the relation is gone.

CREATE TABLE audit_relation_end (
    sku TEXT NOT NULL,
    relation_key TEXT NOT NULL,
    CONSTRAINT audit_relation_end_key PRIMARY KEY (sku, relation_key)
) STRICT;

INSERT INTO audit_relation_end (sku, relation_key)
    SELECT COALESCE(after_body, before_body) /* json */ ->> 'source', noun_key
    FROM audit WHERE noun = 'relation'
    UNION
    SELECT COALESCE(after_body, before_body) /* json */ ->> 'target', noun_key
    FROM audit WHERE noun = 'relation';
