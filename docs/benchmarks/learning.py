"""Published tables of recommendation from baskets and sessions, run again with `relata evaluate`.

    python3 docs/benchmarks/learning.py DATA [--relata target/release/relata] [--only NAME]

DATA is a folder with `tafeng/`, `serenade/`, `groceries/`, `adventureworks/` and `online-retail/`; what is
missing is left out and named. Nothing but the standard library is needed. Each line of the output holds
what was measured beside what was published.
"""
import argparse
import csv
import datetime
import json
import pathlib
import subprocess
import tempfile

COLUMNS = ["order_id", "customer_id", "ordered_at", "sku", "quantity"]


def write(path, rows):
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        out.writerows(rows)
    return str(path)


def day(number):
    return (datetime.date(2000, 1, 1) + datetime.timedelta(days=number)).isoformat()


def moment(seconds):
    return datetime.datetime.fromtimestamp(float(seconds), datetime.timezone.utc).isoformat()


def letters(number):
    """A code without a number: these were given out in the order of the baskets, which would say what goes together."""
    text = ""
    for _ in range(4):
        number, letter = divmod(number, 26)
        text = chr(ord("a") + letter) + text
    return "p" + text


def tafeng(data, folder):
    """Customers' baskets as JSON, without times; the first and last of each list are padding.

    A day stands for a place, counted from a customer's last basket, since all were shopping until the end.
    """
    def rows(name, last):
        for customer, baskets in json.loads((data / "tafeng" / name).read_text()).items():
            baskets = baskets[1:-1]
            for place, basket in enumerate(baskets):
                number = last - len(baskets) + place
                for product in basket:
                    yield [f"b{customer}-{number}", customer, day(number), letters(product), 1]

    history = write(folder / "history.csv", rows("tafeng_history.json", 1000))
    return history, write(folder / "future.csv", rows("tafeng_future.json", 1001))


def serenade(data, folder):
    def rows(name):
        with open(data / "serenade" / name, newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                yield [f"s{row['SessionId']}", "", moment(row["Time"]), f"p{row['ItemId']}", 1]

    return write(folder / "train.csv", rows("train.txt")), write(folder / "test.csv", rows("test.txt"))


def groceries(data, folder):
    """Baskets without a time, the first 80 of a hundred learned from."""
    baskets = (data / "groceries" / "groceries.csv").read_text().splitlines()
    split = len(baskets) * 80 // 100

    def rows(first, last):
        for number in range(first, last):
            for product in baskets[number].split(","):
                yield [f"b{number}", "", day(0), product.strip(), 1]

    return write(folder / "first.csv", rows(0, split)), write(folder / "rest.csv", rows(split, len(baskets)))


def adventureworks(data, folder):
    """Orders of 2017-01 to 2019-06, learned from until the end of March 2019."""
    earlier, later = [], []
    for year in (2017, 2018, 2019):
        with open(data / "adventureworks" / f"AdventureWorks_Sales_{year}.csv", newline="") as file:
            for row in csv.DictReader(file):
                month, date, year_of = (int(part) for part in row["OrderDate"].split("/"))
                ordered = datetime.date(year_of, month, date)
                line = [row["OrderNumber"], row["CustomerKey"], ordered.isoformat(), row["ProductKey"], row["OrderQuantity"]]
                (earlier if ordered < datetime.date(2019, 4, 1) else later).append(line)
    return write(folder / "earlier.csv", earlier), write(folder / "later.csv", later)


def online_retail(data, folder):
    """A gift shop's orders, learned from until the end of June 2011."""
    packed = data / "online-retail" / "orders.csv.zst"
    text = subprocess.run(["zstd", "-dc", packed], check=True, capture_output=True, text=True).stdout
    rows = list(csv.DictReader(text.splitlines()))
    # A free or written-off line is no purchase.
    rows = [row for row in rows if float(row["unit_price"] or 0) > 0]
    earlier = [[row[name] for name in COLUMNS] for row in rows if row["ordered_at"] < "2011-07-01"]
    later = [[row[name] for name in COLUMNS] for row in rows if row["ordered_at"] >= "2011-07-01"]
    return write(folder / "earlier.csv", earlier), write(folder / "later.csv", later)


# name, data, protocol, flags, published figures
TABLES = [
    ("tafeng-gp-topfreq", tafeng, "next-basket", ["--method", "gp-topfreq"],
     {"recall": 0.1224, "ndcg_whole_basket": 0.1016, "hit_rate": 0.3742}),
    ("tafeng-tifu-knn", tafeng, "next-basket", ["--method", "tifu-knn"],
     {"recall": 0.1281, "ndcg_whole_basket": 0.1025, "hit_rate": 0.3937}),
    ("serenade-vmis-knn", serenade, "session", ["--k", "20"], {"mrr": 0.3277, "hit_rate": 0.6402, "queries": 931}),
    ("tafeng-confidence", tafeng, "item-to-item", ["--method", "confidence"],
     {"hit_rate": 0.3830, "recall": 0.0675, "catalogue_share": 0.525, "queries": 89164}),
    ("tafeng-cosine", tafeng, "item-to-item", ["--method", "cosine"], {"hit_rate": 0.2200, "recall": 0.0412}),
    ("tafeng-jaccard", tafeng, "item-to-item", ["--method", "jaccard"], {"hit_rate": 0.2465, "recall": 0.0454}),
    ("groceries", groceries, "leave-one-out", [], {"hit_rate": 0.400}),
    ("adventureworks", adventureworks, "leave-one-out", [], {"hit_rate": 0.748}),
    ("online-retail", online_retail, "leave-one-out", [], {"hit_rate": 0.369}),
    ("online-retail-20", online_retail, "leave-one-out", ["--k", "20"], {"hit_rate": 0.457}),
    ("tafeng-basket", tafeng, "leave-one-out", [], {"hit_rate": 0.165}),
]


def main():
    flags = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    flags.add_argument("data", type=pathlib.Path)
    flags.add_argument("--relata", default="target/release/relata")
    flags.add_argument("--only")
    given = flags.parse_args()
    for name, make, protocol, extra, published in TABLES:
        if given.only and given.only not in name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                first, second = make(given.data, pathlib.Path(folder))
            except FileNotFoundError as missing:
                print(f"{name}: left out, {missing.filename} is not there")
                continue
            command = [given.relata, "evaluate", first, "--held-out", second, "--protocol", protocol, "--json", *extra]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print(f"{name}: failed: {done.stderr.strip()}")
            continue
        report = json.loads(done.stdout)
        beside = ", ".join(f"{key} {report[key]:.4f} ({value})" for key, value in published.items())
        print(f"{name}: {beside}; catalogue share {report['catalogue_share']:.3f}, fit {report['fit_ms']:.0f} ms, "
              f"answer p50 {report['query_us']['p50']:.0f} us p99 {report['query_us']['p99']:.0f} us, {report['memory_mib']} MiB",
              flush=True)


if __name__ == "__main__":
    main()
