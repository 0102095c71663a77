use postgres::Row;
use relata_model::Decimal;

/// A product as a loop over products loads it: the whole row, of which rules read some.
pub(crate) struct Loaded {
    pub(crate) brand: Option<String>,
    pub(crate) categories: Vec<String>,
    pub(crate) price: Option<Decimal>,
    pub(crate) tags: Vec<String>,
    pub(crate) colors: Vec<String>,
    pub(crate) material: Option<String>,
    pub(crate) rating: Option<Decimal>,
    pub(crate) waterproof: Option<bool>,
}

impl Loaded {
    pub(crate) const SQL: &'static str = "SELECT id, brand, category, categories, price::text, cost::text, margin::text, is_available, \
         tags, created_at::text, colors, material, rating::text, waterproof FROM head WHERE id = $1";

    pub(crate) fn of(row: &Row) -> Loaded {
        let number = |column: &str| -> Option<Decimal> {
            row.get::<_, Option<String>>(column).map(|text| text.parse().expect("a number of the database"))
        };
        Loaded {
            brand: row.get("brand"),
            categories: row.get("categories"),
            price: number("price"),
            tags: row.get("tags"),
            colors: row.get("colors"),
            material: row.get("material"),
            rating: number("rating"),
            waterproof: row.get("waterproof"),
        }
    }
}
