#!/usr/bin/env python3
"""Makes the sample shop from the AdventureWorks data set.

    python3 sample/make.py FOLDER [--out sample/adventureworks]

FOLDER holds AdventureWorks_Products.csv, AdventureWorks_Sales_2017.csv to _2019.csv, LICENSE, and in
`oltp/` the tab-separated tables of the original database. Needs Python 3.9 and nothing else. The same
input gives the same bytes. What is taken over and how is written in sample/README.md; the relations
that a person made stand in links.py.
"""

import argparse
import csv
import gzip
import io
import re
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import links

CURRENCY = "USD"
YEARS = (2017, 2018, 2019)
# The tables date products six years later than the sales files date their orders.
TABLE_YEARS_AHEAD = 6
COLUMNS = ["sku", "name", "parent", "brand", "categories", "price", "currency", "cost", "stock", "status", "tags",
           "created_at", "description", "attributes.color", "attributes.size", "attributes.style",
           "attributes.line", "attributes.grade", "attributes.weight_g"]
RELATION_COLUMNS = ["source", "type", "target", "position", "quantity", "origin"]
ORDER_COLUMNS = ["order_id", "customer_id", "ordered_at", "channel", "currency", "sku", "quantity", "unit_price"]
STYLES = {"U": "unisex", "W": "women", "M": "men"}
LINES = {"R": "road", "M": "mountain", "T": "touring", "S": "standard"}
GRADES = {"H": "high", "M": "medium", "L": "low"}
GRAMS = {"LB": Decimal("453.59237"), "G": Decimal(1)}
# Spare parts by how soon they wear out.
WEAR_ORDER = ["Tires and Tubes", "Chains", "Brakes", "Pedals", "Saddles", "Derailleurs", "Handlebars",
              "Cranksets", "Bottom Brackets"]


def table(folder, name):
    """The rows of one tab-separated table of the database."""
    with open(folder / "oltp" / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter="\t"))


def money(text):
    """An amount with two digits, rounded half up."""
    return str(Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP))


def parent_sku(model):
    """The SKU of the parent of a model with several SKUs: "Women's Tights" is WOMEN-S-TIGHTS."""
    return re.sub(r"[^A-Z0-9]+", "-", model.upper()).strip("-")


def started_at(text):
    """The day on which a product came into the shop, in the calendar of the orders."""
    return f"{int(text[:4]) - TABLE_YEARS_AHEAD}{text[4:10]}T00:00:00Z"


class Source:
    """What is read from the data set."""

    def __init__(self, folder):
        self.folder = folder
        with open(folder / "AdventureWorks_Products.csv", encoding="utf-8-sig", newline="") as file:
            self.products = list(csv.DictReader(file))
        categories = {row[0]: row[1] for row in table(folder, "ProductCategory.csv")}
        self.subcategories = {
            row[0]: (row[2], f"{categories[row[1]]}/{row[2]}") for row in table(folder, "ProductSubcategory.csv")
        }
        rows = table(folder, "Product.csv")
        self.row_of_sku = {row[2]: row for row in rows}
        self.sku_of_id = {row[0]: row[2] for row in rows}
        self.stock = {}
        for row in table(folder, "ProductInventory.csv"):
            sku = self.sku_of_id[row[0]]
            self.stock[sku] = self.stock.get(sku, 0) + int(row[4])
        self.parts = defaultdict(list)
        for row in table(folder, "BillOfMaterials.csv"):
            assembly, component, ended, quantity = row[1], row[2], row[4], row[7]
            if assembly and not ended:
                self.parts[self.sku_of_id[assembly]].append((self.sku_of_id[component], Decimal(quantity)))
        self.products += self.unlisted_parts(rows)

    def unlisted_parts(self, rows):
        """Parts that have a price and a category but are missing in the price list, as rows of it."""
        listed = {product["ProductSKU"]: product for product in self.products}
        sibling = {self.row_of_sku[sku][19]: product for sku, product in listed.items()}
        used = {part for parts in self.parts.values() for part, _ in parts}
        for row in rows:
            if row[2] not in listed and row[2] in used and Decimal(row[9]) > 0 and row[18]:
                yield {**sibling[row[19]], "ProductKey": "", "ProductSKU": row[2], "ProductName": row[1],
                       "ProductColor": row[5], "ProductSize": row[10], "ProductCost": row[8], "ProductPrice": row[9]}

    def orders(self):
        for year in YEARS:
            path = self.folder / f"AdventureWorks_Sales_{year}.csv"
            with open(path, encoding="utf-8-sig", newline="") as file:
                yield from csv.DictReader(file)


def grams(amount, unit):
    if not amount or unit.strip() not in GRAMS:
        return ""
    return str((Decimal(amount) * GRAMS[unit.strip()]).quantize(Decimal(1), ROUND_HALF_UP))


def single_product(source, listed):
    """One SKU of the price list as a row of products.csv."""
    row = source.row_of_sku[listed["ProductSKU"]]
    blank = {"NA": "", "0": ""}
    return {
        "sku": listed["ProductSKU"],
        "name": listed["ProductName"],
        "brand": "Adventure Works" if row[3] == "1" else "",
        "categories": source.subcategories[listed["ProductSubcategoryKey"]][1],
        "price": money(listed["ProductPrice"]),
        "currency": CURRENCY,
        "cost": money(listed["ProductCost"]),
        "stock": source.stock.get(listed["ProductSKU"], ""),
        "status": "discontinued" if row[21] or row[22] else "active",
        "created_at": started_at(row[20]),
        "description": listed["ProductDescription"].strip(),
        "attributes.color": blank.get(listed["ProductColor"], listed["ProductColor"]),
        "attributes.size": blank.get(listed["ProductSize"], listed["ProductSize"]),
        "attributes.style": STYLES.get(listed["ProductStyle"].strip(), ""),
        "attributes.line": LINES.get(row[15].strip(), ""),
        "attributes.grade": GRADES.get(row[16].strip(), ""),
        "attributes.weight_g": grams(row[13], row[12]),
    }


def parent_product(model, variants):
    """The parent of a model's variants: what they share, without a price or stock of its own."""
    parent = {
        "sku": parent_sku(model),
        "name": model,
        "currency": CURRENCY,
        "status": "active" if any(variant["status"] == "active" for variant in variants) else "discontinued",
        "created_at": min(variant["created_at"] for variant in variants),
    }
    for column in ("brand", "categories", "description", "attributes.style", "attributes.line", "attributes.grade"):
        values = {variant[column] for variant in variants}
        parent[column] = values.pop() if len(values) == 1 else ""
    return parent


def make_products(source):
    """All products by SKU, parents before their variants, in the order of the price list."""
    models = defaultdict(list)
    for listed in source.products:
        models[listed["ModelName"]].append(single_product(source, listed))
    products = {}
    for model, variants in models.items():
        if len(variants) > 1:
            parent = parent_product(model, variants)
            for variant in variants:
                variant["parent"] = parent["sku"]
            variants = [parent, *variants]
        for product in variants:
            assert product["sku"] not in products, f"{product['sku']} stands twice"
            products[product["sku"]] = product
    return products


def family(products, sku):
    return products[sku].get("parent") or sku


def available(products, sku):
    """Whether a product can be shown: active, and not sold out; a parent by its variants."""
    variants = [product for product in products.values() if product.get("parent") == sku]
    if variants:
        return products[sku]["status"] == "active" and any(available(products, item["sku"]) for item in variants)
    return products[sku]["status"] == "active" and products[sku]["stock"] != 0


def price(products, sku):
    own = products[sku].get("price")
    prices = [own] if own else [item["price"] for item in products.values() if item.get("parent") == sku]
    return min(Decimal(amount) for amount in prices)


def curated(products):
    """The relations of links.py: (type, source, target, quantity) in the order on the page."""
    for type_code, sources in links.TABLES:
        for names, targets in sources.items():
            for name in names.split():
                for target in targets:
                    sku, quantity = target if isinstance(target, tuple) else (target, "")
                    yield type_code, name, sku, quantity
    seen = set()
    for group in links.BUILT_TOGETHER:
        for name in group:
            for target in group:
                if name != target and (name, target) not in seen:
                    seen.add((name, target))
                    yield "related", name, target, ""


def spare_parts(source, products):
    """Per bike family: the parts in its bill of materials that are sold, at any depth, with the
    number of pieces in one bike."""
    for bike in [sku for sku, product in products.items() if product["categories"].startswith("Bikes/")]:
        if bike != family(products, bike):
            continue
        variants = [sku for sku in products if family(products, sku) == bike and sku != bike]
        pieces = {}
        for variant in variants or [bike]:
            for part, quantity in count_parts(source, products, variant).items():
                pieces[part] = max(pieces.get(part, 0), quantity)
        wear = lambda part: (wear_rank(products[part]["categories"]), products[part]["name"])
        for part in sorted(pieces, key=wear):
            yield bike, part, pieces[part]


def count_parts(source, products, sku):
    counted = Counter()
    pending = [(sku, Decimal(1))]
    while pending:
        assembly, factor = pending.pop()
        for part, quantity in source.parts.get(assembly, ()):
            pending.append((part, factor * quantity))
            if part in products and products[part]["status"] == "active":
                counted[family(products, part)] += int(factor * quantity)
    return counted


def wear_rank(category):
    name = category.split("/")[-1]
    return WEAR_ORDER.index(name) if name in WEAR_ORDER else len(WEAR_ORDER)


def make_relations(source, products):
    rows, places, seen = [], Counter(), set()
    made = [("manual", *link) for link in curated(products)]
    made += [("import:bom", "spare_part", *link[:2], link[2] if link[2] > 1 else "")
             for link in spare_parts(source, products)]
    for origin, type_code, name, target, quantity in made:
        assert name in products and target in products, f"{name} {type_code} {target}: unknown"
        assert family(products, name) != family(products, target), f"{name} {type_code} {target}: one family"
        assert (name, type_code, target) not in seen, f"{name} {type_code} {target}: twice"
        if type_code == "upsell":
            assert price(products, name) < price(products, target), f"{name} upsell {target}: not dearer"
        seen.add((name, type_code, target))
        places[name, type_code] += 1
        rows.append({"source": name, "type": type_code, "target": target, "position": places[name, type_code],
                     "quantity": quantity, "origin": origin})
    return sorted(rows, key=lambda row: (row["source"], row["type"], row["position"]))


def make_orders(source, products):
    skus = {listed["ProductKey"]: listed["ProductSKU"] for listed in source.products}
    rows = []
    for sale in source.orders():
        month, day, year = (int(part) for part in sale["OrderDate"].split("/"))
        sku = skus[sale["ProductKey"]]
        rows.append({
            "order_id": sale["OrderNumber"], "customer_id": sale["CustomerKey"],
            "ordered_at": f"{year}-{month:02}-{day:02}T00:00:00Z", "channel": "web", "currency": CURRENCY,
            "sku": sku, "quantity": sale["OrderQuantity"], "unit_price": products[sku]["price"],
            "line": int(sale["OrderLineItem"]),
        })
    return sorted(rows, key=lambda row: (row["ordered_at"], row["order_id"], row.pop("line")))


def csv_bytes(columns, rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def gzip_bytes(data):
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0, filename="") as file:
        file.write(data)
    return packed.getvalue()


def report(products, relations, orders):
    heads = [sku for sku, item in products.items() if item["status"] == "active" and not item.get("parent")]
    covered = {row["source"] for row in relations if available(products, row["target"])}
    rate = sum(sku in covered for sku in heads) / len(heads)
    parents = {item["parent"] for item in products.values() if item.get("parent")}
    print(f"products   {len(products)}: {len(parents)} parents, "
          f"{sum(bool(item.get('parent')) for item in products.values())} variants, "
          f"{sum(item['status'] != 'active' for item in products.values())} discontinued, "
          f"{sum(item.get('stock') == 0 for item in products.values())} sold out")
    by_type = Counter(row["type"] for row in relations)
    by_origin = Counter(row["origin"] for row in relations)
    print(f"relations  {len(relations)}: " + ", ".join(f"{count} {name}" for name, count in sorted(by_type.items())))
    print("           " + ", ".join(f"{count} {name}" for name, count in sorted(by_origin.items())))
    hidden = [f"{row['source']} -> {row['target']}" for row in relations if not available(products, row["target"])]
    print(f"           {len(hidden)} to a target that cannot be shown: " + ", ".join(hidden))
    print(f"orders     {len({row['order_id'] for row in orders})}: {len(orders)} lines, "
          f"{len({row['customer_id'] for row in orders})} customers, "
          f"{orders[0]['ordered_at'][:10]} to {orders[-1]['ordered_at'][:10]}")
    print(f"coverage   {rate:.4f} of {len(heads)} active parents and stand-alone products; without: "
          + (", ".join(sku for sku in heads if sku not in covered) or "none"))


def main():
    parser = argparse.ArgumentParser(description="Make the sample shop from AdventureWorks.")
    parser.add_argument("folder", type=Path, help="the folder of the data set")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "adventureworks")
    arguments = parser.parse_args()
    source = Source(arguments.folder)
    products = make_products(source)
    relations = make_relations(source, products)
    orders = make_orders(source, products)
    arguments.out.mkdir(parents=True, exist_ok=True)
    licences = [arguments.folder / "LICENSE", arguments.folder / "oltp" / "license.txt"]
    notices = "\n\n".join(path.read_text(encoding="utf-8-sig").replace("\r\n", "\n").strip() for path in licences)
    files = {
        "products.csv": csv_bytes(COLUMNS, products.values()),
        "relations.csv": csv_bytes(RELATION_COLUMNS, relations),
        "orders.csv.gz": gzip_bytes(csv_bytes(ORDER_COLUMNS, orders)),
        "LICENSE": (notices + "\n").encode("utf-8"),
    }
    for name, data in files.items():
        (arguments.out / name).write_bytes(data)
    report(products, relations, orders)
    print("bytes      " + ", ".join(f"{name} {len(data):,}" for name, data in files.items()))


if __name__ == "__main__":
    main()
