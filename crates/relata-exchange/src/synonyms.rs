//! Names that people and systems give to columns, in English and German.

use crate::Content;

/// What a field is called. Names are compared as [`normal`] makes them; the first is its own.
pub(crate) struct Synonyms {
    pub(crate) field: &'static str,
    /// Its names with blanks between them.
    all: &'static str,
}

impl Synonyms {
    /// Its names, its own first.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.all.split(' ')
    }
}

const fn row(field: &'static str, all: &'static str) -> Synonyms {
    Synonyms { field, all }
}

/// Keys of a product, in products and orders alike.
const SKU: &str = "sku artikelnummer artikelnr artnr artno itemno itemnumber itemid itemcode productnumber \
     productno productid productcode productkey produktnummer produktnr produktid partnumber partno \
     teilenummer stockcode bestellnr materialnummer variantsku stockkeepingunit artikelid artikelcode \
     articlenumber articleno mpn";

const PRODUCTS: &[Synonyms] = &[
    row("sku", SKU),
    row(
        "name",
        "name bezeichnung title titel artikelname produktname productname artikelbezeichnung \
         produktbezeichnung itemname kurztext label",
    ),
    row(
        "price",
        "price preis vk vkpreis verkaufspreis verkaufspreisbrutto bruttopreis nettopreis \
         listpreis listenpreis listprice retailprice saleprice sellingprice unitprice einzelpreis \
         stueckpreis uvp msrp rrp variantprice priceeur amount betrag",
    ),
    row("cost", "cost kosten ek ekpreis einkaufspreis purchaseprice costprice wareneinsatz"),
    row(
        "brand",
        "brand marke hersteller manufacturer vendor brandname markenname herstellername lieferant \
         supplier",
    ),
    row(
        "categories",
        "categories kategorie kategorien category categorypath kategoriepfad warengruppe \
         productgroup produktgruppe artikelgruppe department abteilung rubrik subcategory \
         producttype",
    ),
    row(
        "stock",
        "stock bestand lagerbestand qty quantity inventory inventoryqty variantinventoryqty \
         onhand available verfuegbar verfuegbarkeit stocklevel stockquantity menge lager",
    ),
    row("status", "status state zustand active aktiv"),
    row("currency", "currency waehrung waehrungscode currencycode"),
    row(
        "parent",
        "parent parentsku vaterartikel elternartikel hauptartikel parentid parentproduct \
         mutterartikel modelsku groupid",
    ),
    row(
        "image_url",
        "imageurl bild image bildurl bilder images picture pictureurl imagelink imagesrc bildlink \
         photo foto thumbnail baseimage",
    ),
    row("url", "url link producturl produkturl deeplink webseite website permalink urlkey"),
    row("tags", "tags tag schlagwort schlagworte schlagwoerter keywords stichworte labels"),
    row(
        "created_at",
        "createdat created angelegt angelegtam erstellt erstelltam erstellungsdatum releasedate \
         launchdate datecreated erscheinungsdatum verfuegbarab",
    ),
    row(
        "description",
        "description beschreibung langtext longdescription bodyhtml produktbeschreibung \
         artikelbeschreibung text details",
    ),
    row("excluded", "excluded ausschluesse"),
    row("attributes.color", "color colour farbe"),
    row("attributes.size", "size groesse konfektionsgroesse"),
    row("attributes.weight", "weight gewicht"),
    row("attributes.material", "material werkstoff"),
    row("attributes.ean", "ean ean13 gtin gtin13 barcode upc isbn strichcode"),
    row("attributes.model", "model modell modelname modellname"),
];

const RELATIONS: &[Synonyms] = &[
    row(
        "source",
        "source quelle from von sourceproduct sourcesku fromsku quellartikel ausgangsartikel \
         hauptartikel sku productsku artikelnummer artikelnr productid product produkt artikel \
         fromproduct parent mainproduct item",
    ),
    row(
        "target",
        "target ziel to zu nach relatedsku related relatedproduct targetsku tosku targetproduct \
         zielartikel linkedsku linkedproduct relatedid verknuepfterartikel zugehoerigerartikel \
         toproduct recommended empfehlung associatedsku crosssellsku zubehoerartikel",
    ),
    row(
        "type",
        "type typ relationtype linktype art beziehung beziehungstyp verknuepfungsart \
         verknuepfungstyp relation association associationtype kind relationship relationshiptype \
         beziehungsart",
    ),
    row("position", "position pos reihenfolge sortierung sort sortorder rank rang order platz"),
    row("weight", "weight gewicht gewichtung score relevance relevanz strength staerke"),
    row("quantity", "quantity menge anzahl qty stueckzahl stueck"),
    row("channels", "channels channel kanal kanaele store shop vertriebskanal"),
    row("locales", "locales locale sprache sprachen language languages"),
    row("segments", "segments segment kundengruppe kundengruppen customergroup zielgruppe"),
    row("valid_from", "validfrom gueltigab gueltigvon startdate start beginn ab activefrom"),
    row("valid_until", "validuntil gueltigbis enddate end ende bis validto expires activeuntil ablaufdatum"),
    row("origin", "origin herkunft ursprung"),
    row("pin", "pin pinned fixiert"),
    row("fields", "fields felder"),
    row("arranged", "arranged angeordnet"),
];

const ORDERS: &[Synonyms] = &[
    row(
        "order_id",
        "orderid bestellnummer order ordernumber orderno auftragsnummer auftragsnr bestellung \
         bestellid invoice invoiceno invoicenumber rechnungsnummer rechnungsnr transactionid \
         basketid belegnummer belegnr bonnummer auftrag ordername",
    ),
    row("sku", SKU),
    row(
        "customer_id",
        "customerid kunde kundennummer kundennr customer customernumber customerkey customerno \
         kundenid householdid userid email buyer debitor debitornummer",
    ),
    row(
        "ordered_at",
        "orderedat datum date orderdate bestelldatum bestelltam invoicedate rechnungsdatum \
         createdat timestamp zeitpunkt purchasedate kaufdatum auftragsdatum transactiondate zeit",
    ),
    row(
        "quantity",
        "quantity menge anzahl qty orderquantity stueck stueckzahl units bestellmenge \
         lineitemquantity",
    ),
    row(
        "unit_price",
        "unitprice preis price einzelpreis stueckpreis verkaufspreis itemprice lineitemprice vk \
         netprice nettopreis",
    ),
    row("channel", "channel kanal vertriebskanal shop store filiale saleschannel marktplatz marketplace"),
    row("currency", "currency waehrung waehrungscode currencycode"),
];

const EVENTS: &[Synonyms] = &[
    row("event", "event ereignis eventname eventtype action aktion"),
    row("event_at", "eventat timestamp zeitpunkt time eventtime datetime zeit datum date"),
    row("visitor_id", "visitorid besucher besucherid visitor sessionid session clientid userid anonymousid"),
    row("sku", SKU),
    row("placement", "placement platzierung slot"),
    row("request_id", "requestid anfrageid"),
    row("position", "position rank rang"),
    row("value", "value wert revenue umsatz"),
];

/// The names of the fields of a content.
pub(crate) fn of(content: Content) -> &'static [Synonyms] {
    match content {
        Content::Products | Content::Wide => PRODUCTS,
        Content::Relations | Content::RuleChannels => RELATIONS,
        Content::Orders => ORDERS,
        Content::Events => EVENTS,
    }
}

/// Whether a name is one that people give to a column of any content.
pub(crate) fn is_known(name: &str) -> bool {
    let name = normal(name);
    let tables = [PRODUCTS, RELATIONS, ORDERS, EVENTS];
    !name.is_empty() && tables.iter().copied().flatten().any(|row| row.names().any(|other| other == name))
}

/// A name as it is compared: letters and digits alone, in lower case, without umlauts.
pub(crate) fn normal(name: &str) -> String {
    words(name).concat()
}

/// The words of a name in lower case: `ProductSKU`, `product_sku` and `Product SKU` are the same.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let letters: Vec<char> = name.chars().collect();
    for (at, &c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let next_is_lower = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        // A capital begins a word behind a small letter, and as the last of several before one.
        let begins = c.is_uppercase()
            && before
                .is_some_and(|b| b.is_lowercase() || b.is_numeric() || (b.is_uppercase() && next_is_lower));
        if begins || !c.is_alphanumeric() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        match c {
            'ä' | 'Ä' => word.push_str("ae"),
            'ö' | 'Ö' => word.push_str("oe"),
            'ü' | 'Ü' => word.push_str("ue"),
            'ß' => word.push_str("ss"),
            c if c.is_alphanumeric() => word.extend(c.to_lowercase()),
            _ => {}
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_however_they_are_written() {
        for name in ["Artikel-Nr.", "artikel_nr", "ArtikelNr", "ARTIKELNR"] {
            assert_eq!(normal(name), "artikelnr", "{name}");
        }
        assert_eq!(words("ProductSKU"), ["product", "sku"]);
        assert_eq!(words("SKUNumber 2"), ["sku", "number", "2"]);
        assert_eq!(normal("Größe"), "groesse");
    }

    #[test]
    fn every_name_of_the_table_is_written_as_it_is_compared_and_stands_once() {
        for content in [Content::Products, Content::Relations, Content::Orders, Content::Events] {
            let mut seen = std::collections::HashMap::new();
            for row in of(content) {
                for name in row.names() {
                    assert_eq!(normal(name), name);
                    let other = seen.insert(name, row.field);
                    assert!(other.is_none(), "{name} is {} and {other:?}", row.field);
                }
            }
        }
    }
}
