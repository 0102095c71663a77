use std::sync::Arc;

use crate::Kind;
use crate::kind::{Kinds, Shape};

/// What a field belongs to: a variable of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The product that relations start from.
    Source,
    /// The product that is shown.
    Target,
    /// Who is asking.
    Customer,
    /// What is about to be bought.
    Cart,
    /// Where and when it is shown.
    Context,
}

/// A field of a product, customer, cart or context.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The key of a product.
    Sku,
    /// The key of its parent.
    Parent,
    /// Its name in the shop's own language.
    Name,
    /// Its maker's mark.
    Brand,
    /// Its main category path.
    Category,
    /// All its category paths and their ancestors.
    Categories,
    /// What it costs, in the shop's base currency.
    Price,
    /// What it costs the shop.
    Cost,
    /// Price minus cost.
    Margin,
    /// Pieces in stock; absent where not tracked.
    Stock,
    /// Whether it can be bought as far as stock goes.
    InStock,
    /// Whether it is sold.
    Status,
    /// Its free words.
    Tags,
    /// When it came into the shop.
    CreatedAt,
    /// In how many orders it was bought.
    Popularity,
    /// Whether it has a picture.
    HasImage,
    /// An attribute of the shop's own.
    Attribute(Arc<str>),
    /// The key of a customer.
    Id,
    /// The segments of a customer.
    Segments,
    /// How many orders a customer placed.
    Orders,
    /// What a customer spent, in the shop's base currency.
    Spent,
    /// Where a customer stands, such as `new` or `loyal`.
    Stage,
    /// Days since the customer's last order.
    RecencyDays,
    /// The SKUs in the cart.
    Skus,
    /// The category paths of what is in the cart, and their ancestors.
    CartCategories,
    /// What the cart costs.
    Total,
    /// How many lines the cart has.
    Size,
    /// The channel that is asked in.
    Channel,
    /// The locale that is asked in.
    Locale,
    /// The place that the answer is shown at.
    Placement,
    /// The moment that is asked about.
    Date,
}

/// The languages of labels and sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
}

/// How a value of a field is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// A line of text with proposals from the data.
    Text,
    /// A number.
    Number,
    /// An amount of money.
    Money,
    /// Yes or no.
    Switch,
    /// A date and time.
    Time,
    /// A place in the category tree.
    Category,
    /// A product.
    Product,
    /// One of a few known words.
    Choice,
}

impl Control {
    /// The control as programs read it.
    pub fn as_str(self) -> &'static str {
        match self {
            Control::Text => "text",
            Control::Number => "number",
            Control::Money => "money",
            Control::Switch => "switch",
            Control::Time => "time",
            Control::Category => "category",
            Control::Product => "product",
            Control::Choice => "choice",
        }
    }
}

/// All that is to be known of a field; checks, documents, sentences and builders are drawn from it.
#[derive(Debug, Clone, Copy)]
pub struct Declaration {
    /// Which variables have it.
    pub subjects: &'static [Subject],
    /// The field.
    pub field: &'static Field,
    /// Its name in conditions.
    pub code: &'static str,
    /// What people call it, in English and German.
    pub labels: (&'static str, &'static str),
    /// What its values are; those of a list.
    pub kind: Kind,
    /// Whether it has several values.
    pub many: bool,
    /// How a value is entered.
    pub control: Control,
    /// A condition with it.
    pub example: &'static str,
}

const PRODUCT: &[Subject] = &[Subject::Source, Subject::Target];

macro_rules! declare {
    ($($subjects:expr, $field:ident, $code:literal, $english:literal, $german:literal, $kind:ident $many:literal,
       $control:ident, $example:literal;)*) => {
        const DECLARATIONS: &[Declaration] = &[$(Declaration {
            subjects: $subjects, field: &Field::$field, code: $code, labels: ($english, $german),
            kind: Kind::$kind, many: $many, control: Control::$control, example: $example,
        },)*];
    };
}

declare! {
    PRODUCT, Sku, "sku", "SKU", "SKU", Text false, Product, "source.sku == 'RS-100'";
    PRODUCT, Parent, "parent", "parent", "Elternprodukt", Text false, Product, "source.parent == 'RS'";
    PRODUCT, Name, "name", "name", "Name", Text false, Text, "source.name.contains('running')";
    PRODUCT, Brand, "brand", "brand", "Marke", Text false, Text, "target.brand == source.brand";
    PRODUCT, Category, "category", "main category", "Hauptkategorie", Text false, Category, "target.category == source.category";
    PRODUCT, Categories, "categories", "categories", "Kategorien", Text true, Category, "'shoes' in source.categories";
    PRODUCT, Price, "price", "price", "Preis", Number false, Money, "target.price > source.price * 1.1";
    PRODUCT, Cost, "cost", "cost", "Einstandspreis", Number false, Money, "has(source.cost)";
    PRODUCT, Margin, "margin", "margin", "Marge", Number false, Money, "target.margin >= 10";
    PRODUCT, Stock, "stock", "stock", "Bestand", Number false, Number, "target.stock > 5";
    PRODUCT, InStock, "in_stock", "in stock", "lieferbar", Flag false, Switch, "target.in_stock";
    PRODUCT, Status, "status", "status", "Status", Text false, Choice, "source.status == 'active'";
    PRODUCT, Tags, "tags", "tags", "Schlagworte", Text true, Text, "'new' in target.tags";
    PRODUCT, CreatedAt, "created_at", "date added", "Aufnahmedatum", Time false, Time, "now - target.created_at < duration('P30D')";
    PRODUCT, Popularity, "popularity", "number of orders", "Anzahl der Bestellungen", Number false, Number, "target.popularity > 10";
    PRODUCT, HasImage, "has_image", "has a picture", "hat ein Bild", Flag false, Switch, "target.has_image";
    &[Subject::Customer], Id, "id", "key", "Schlüssel", Text false, Text, "customer.id == 'c-17'";
    &[Subject::Customer], Segments, "segments", "segments", "Segmente", Text true, Text, "'vip' in customer.segments";
    &[Subject::Customer], Orders, "orders", "number of orders", "Anzahl der Bestellungen", Number false, Number, "customer.orders > 3";
    &[Subject::Customer], Spent, "spent", "amount spent", "Umsatz", Number false, Money, "customer.spent > 500";
    &[Subject::Customer], Stage, "stage", "stage", "Stufe", Text false, Text, "customer.stage == 'new'";
    &[Subject::Customer], RecencyDays, "recency_days", "days since the last order", "Tage seit der letzten Bestellung", Number false, Number, "customer.recency_days < 30";
    &[Subject::Cart], Skus, "skus", "products", "Produkte", Text true, Product, "'RS-100' in cart.skus";
    &[Subject::Cart], CartCategories, "categories", "categories", "Kategorien", Text true, Category, "'shoes' in cart.categories";
    &[Subject::Cart], Total, "total", "total", "Summe", Number false, Money, "cart.total > 100";
    &[Subject::Cart], Size, "size", "number of lines", "Anzahl der Positionen", Number false, Number, "cart.size >= 2";
    &[Subject::Context], Channel, "channel", "channel", "Kanal", Text false, Choice, "context.channel == 'web'";
    &[Subject::Context], Locale, "locale", "language", "Sprache", Text false, Text, "context.locale == 'de'";
    &[Subject::Context], Placement, "placement", "placement", "Platzierung", Text false, Choice, "context.placement == 'cart'";
    &[Subject::Context], Date, "date", "date", "Datum", Time false, Time, "context.date >= timestamp('2026-12-01T00:00:00Z')";
}

/// Every field that every shop has, in the order in which builders show them.
pub fn declarations() -> &'static [Declaration] {
    DECLARATIONS
}

impl Subject {
    /// All variables.
    pub const ALL: [Subject; 5] =
        [Subject::Source, Subject::Target, Subject::Customer, Subject::Cart, Subject::Context];

    /// Its name in conditions.
    pub fn as_str(self) -> &'static str {
        match self {
            Subject::Source => "source",
            Subject::Target => "target",
            Subject::Customer => "customer",
            Subject::Cart => "cart",
            Subject::Context => "context",
        }
    }

    /// Whether it is a product.
    pub fn is_product(self) -> bool {
        matches!(self, Subject::Source | Subject::Target)
    }
}

impl Declaration {
    /// What people call the field.
    pub fn label(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.labels.0,
            Language::German => self.labels.1,
        }
    }

    pub(crate) fn shape(&self) -> Shape {
        match self.many {
            true => Shape::list(Kinds::of(self.kind)),
            false => Shape::single(self.kind),
        }
    }
}

impl Field {
    /// The field of a name, attributes apart.
    pub(crate) fn parse(subject: Subject, name: &str) -> Option<Field> {
        let declared =
            |declaration: &&Declaration| declaration.code == name && declaration.subjects.contains(&subject);
        DECLARATIONS.iter().find(declared).map(|declaration| declaration.field.clone())
    }

    /// What is declared of it; attributes are not declared.
    pub fn declaration(&self) -> Option<&'static Declaration> {
        DECLARATIONS.iter().find(|declaration| declaration.field == self)
    }

    /// The names of the fields of a variable.
    pub(crate) fn names(subject: Subject) -> impl Iterator<Item = &'static str> {
        let of_subject = move |declaration: &&Declaration| declaration.subjects.contains(&subject);
        let attributes = subject.is_product().then_some("attributes");
        DECLARATIONS.iter().filter(of_subject).map(|declaration| declaration.code).chain(attributes)
    }
}
