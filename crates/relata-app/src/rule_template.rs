//! Rules to begin with: what many shops want, told for the sample shop's categories and attributes.

use relata_api::{RuleDocument, RuleTemplateDocument, RuleTemplatesDocument};
use relata_model::{Rule, RuleCode, RuleOrder, SortDirection, TypeCode};
use relata_rules::Language;

use crate::{App, AppError};

/// A rule to begin with. Texts are in English and German.
struct Template {
    code: &'static str,
    names: (&'static str, &'static str),
    /// What it does, and what to adapt.
    texts: (&'static str, &'static str),
    type_code: &'static str,
    matching: &'static str,
    show: &'static str,
    order_by: &'static [(&'static str, SortDirection)],
    limit: u32,
}

use SortDirection::{Ascending, Descending};

const TEMPLATES: &[Template] = &[
    Template {
        code: "accessories-above-a-price",
        names: ("Accessories above a price", "Zubehör ab einem Preis"),
        texts: (
            "Dear products get accessories, the most bought first. Change the category and the price from which on it pays.",
            "Teure Produkte bekommen Zubehör, das meistgekaufte zuerst. Passen Sie die Kategorie und den Preis an, ab dem es sich lohnt.",
        ),
        type_code: "accessory",
        matching: "'Bikes' in source.categories && source.price > 500",
        show: "'Accessories' in target.categories && target.in_stock",
        order_by: &[("target.popularity", Descending)],
        limit: 6,
    },
    Template {
        code: "parts-that-fit",
        names: ("Tyres that fit the wheel", "Reifen, die zum Laufrad passen"),
        texts: (
            "Two products go together when an attribute has the same value in both: here the product line, in your shop perhaps the wheel size.",
            "Zwei Produkte passen zusammen, wenn ein Attribut in beiden denselben Wert hat: hier die Produktlinie, bei Ihnen vielleicht die Laufradgröße.",
        ),
        type_code: "accessory",
        matching: "'Components/Wheels' in source.categories",
        show: "'Accessories/Tires and Tubes' in target.categories && target.attributes.line == source.attributes.line",
        order_by: &[("target.price", Ascending)],
        limit: 6,
    },
    Template {
        code: "better-version",
        names: ("Same model, a better version", "Gleiches Modell, bessere Ausführung"),
        texts: (
            "The same kind of product in a higher grade, the nearest price first. Needs an attribute that tells models apart.",
            "Die gleiche Art Produkt in einer höheren Ausführung, der nächste Preis zuerst. Braucht ein Attribut, das Ausführungen unterscheidet.",
        ),
        type_code: "upsell",
        matching: "source.attributes.grade in ['low', 'medium']",
        show: "target.category == source.category && target.attributes.line == source.attributes.line && target.attributes.grade != source.attributes.grade && target.price > source.price",
        order_by: &[("target.price", Ascending)],
        limit: 3,
    },
    Template {
        code: "substitute-in-stock",
        names: ("Substitute of about the same price", "Ersatz zum etwa gleichen Preis"),
        texts: (
            "Something of the same category that is in stock and costs at most 15 % more or less.",
            "Etwas aus derselben Kategorie, das lieferbar ist und höchstens 15 % mehr oder weniger kostet.",
        ),
        type_code: "substitute",
        matching: "true",
        show: "target.category == source.category && target.in_stock && target.price >= source.price * 0.85 && target.price <= source.price * 1.15",
        order_by: &[("target.popularity", Descending)],
        limit: 5,
    },
    Template {
        code: "seasonal-pairs",
        names: ("Seasonal pairs", "Was zur Jahreszeit zusammengehört"),
        texts: (
            "Warm clothes with warm clothes. Set from when until when under “Where and when it applies”.",
            "Warmes zu Warmem. Legen Sie unter „Wo und wann sie gilt“ fest, von wann bis wann.",
        ),
        type_code: "cross_sell",
        matching: "'Clothing/Tights' in source.categories || 'Clothing/Jerseys' in source.categories",
        show: "target.category in ['Clothing/Gloves', 'Clothing/Caps', 'Clothing/Socks', 'Clothing/Vests'] && target.in_stock",
        order_by: &[("target.popularity", Descending)],
        limit: 4,
    },
    Template {
        code: "earlier-model",
        names: ("Earlier model as a thrifty alternative", "Früheres Modell als sparsame Alternative"),
        texts: (
            "For eco, refurbished or second-hand ranges: the same category, longer in the shop and cheaper. With an attribute of your own, such as target.attributes.condition == 'used', ask for that instead.",
            "Für Öko, Generalüberholtes oder Gebrauchtes: dieselbe Kategorie, länger im Sortiment und günstiger. Haben Sie ein eigenes Attribut, etwa target.attributes.condition == 'used', fragen Sie danach.",
        ),
        type_code: "related",
        matching: "true",
        show: "target.category == source.category && target.created_at < source.created_at && target.price < source.price && target.in_stock",
        order_by: &[("target.price", Ascending)],
        limit: 3,
    },
    Template {
        code: "spare-parts-by-model",
        names: ("Spare parts by model", "Ersatzteile zum Modell"),
        texts: (
            "Parts for the same product line. Name the categories of your machines and of their parts.",
            "Teile für dieselbe Produktlinie. Nennen Sie die Kategorien Ihrer Geräte und ihrer Teile.",
        ),
        type_code: "spare_part",
        matching: "'Bikes' in source.categories",
        show: "'Components' in target.categories && target.attributes.line == source.attributes.line",
        order_by: &[("target.popularity", Descending), ("target.price", Ascending)],
        limit: 12,
    },
    Template {
        code: "complete-the-outfit",
        names: ("Complete the outfit", "Das Outfit vervollständigen"),
        texts: ("Clothes of another kind in the same style.", "Kleidung einer anderen Art im gleichen Stil."),
        type_code: "cross_sell",
        matching: "'Clothing' in source.categories",
        show: "'Clothing' in target.categories && target.category != source.category && target.attributes.style == source.attributes.style",
        order_by: &[("target.popularity", Descending)],
        limit: 4,
    },
    Template {
        code: "same-brand-accessories",
        names: ("Accessories of the same brand", "Zubehör derselben Marke"),
        texts: (
            "Parts of the product's own brand that cost less than it, only for products above a price. Name the category that your accessories are in.",
            "Teile der Marke des Produkts, die weniger kosten als es selbst, nur für Produkte ab einem Preis. Nennen Sie die Kategorie Ihres Zubehörs.",
        ),
        type_code: "accessory",
        matching: "source.price > 50",
        show: "target.brand == source.brand && 'Components' in target.categories && target.price < source.price",
        order_by: &[("target.margin", Descending)],
        limit: 6,
    },
    Template {
        code: "newest-in-category",
        names: ("Newest in the category", "Neuestes der Kategorie"),
        texts: ("What came into the same category last.", "Was in derselben Kategorie zuletzt dazukam."),
        type_code: "related",
        matching: "true",
        show: "target.category == source.category && target.in_stock",
        order_by: &[("target.created_at", Descending)],
        limit: 4,
    },
    Template {
        code: "upsell-by-price",
        names: ("Upsell, 10 to 60 % dearer", "Upselling, 10 bis 60 % teurer"),
        texts: (
            "Something better of the same category that costs 10 to 60 % more, the highest margin first.",
            "Etwas Besseres aus derselben Kategorie, das 10 bis 60 % mehr kostet, die höchste Marge zuerst.",
        ),
        type_code: "upsell",
        matching: "source.price > 0",
        show: "target.category == source.category && target.price >= source.price * 1.1 && target.price <= source.price * 1.6",
        order_by: &[("target.margin", Descending)],
        limit: 4,
    },
    Template {
        code: "clear-overstock",
        names: ("Clear overstock", "Überbestand abverkaufen"),
        texts: (
            "Accessories of which there is too much, the largest stock first. Change the stock from which on it is too much.",
            "Zubehör, von dem zu viel da ist, der größte Bestand zuerst. Passen Sie an, ab welchem Bestand es zu viel ist.",
        ),
        type_code: "cross_sell",
        matching: "'Bikes' in source.categories || 'Clothing' in source.categories",
        show: "'Accessories' in target.categories && target.stock >= 250 && target.margin > 0",
        order_by: &[("target.stock", Descending)],
        limit: 3,
    },
];

impl App {
    /// Rules to begin with, in a language, each with whether this shop has what it asks about.
    pub fn list_rule_templates(&self, language: Language) -> Result<RuleTemplatesDocument, AppError> {
        self.catch_up_for_readers()?;
        let say = |texts: (&'static str, &'static str)| match language {
            Language::English => texts.0.to_string(),
            Language::German => texts.1.to_string(),
        };
        let item = |template: &Template| -> Result<RuleTemplateDocument, AppError> {
            let rule = rule_of(template, say(template.names));
            Ok(RuleTemplateDocument {
                code: template.code.to_string(),
                name: rule.name.clone(),
                text: say(template.texts),
                fits: self.condition_problems(&rule)?.is_empty(),
                rule: RuleDocument::from_rule(&rule),
            })
        };
        let items: Result<Vec<RuleTemplateDocument>, AppError> = TEMPLATES.iter().map(item).collect();
        Ok(RuleTemplatesDocument { items: items? })
    }
}

fn rule_of(template: &Template, name: String) -> Rule {
    let Template { code, names: _, texts: _, type_code, matching, show, order_by, limit } = template;
    let order = |(field, direction): &(&str, SortDirection)| RuleOrder::by(field, *direction);
    let code = RuleCode::parse(code).expect("the codes of templates are legal");
    let type_code = TypeCode::parse(type_code).expect("the types of templates are legal");
    Rule {
        name,
        order_by: order_by.iter().map(order).collect(),
        limit: *limit,
        ..Rule::draft(code, type_code, matching.to_string(), show.to_string())
    }
}
