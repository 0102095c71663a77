#!/usr/bin/env python3
"""Measures Relata beside what shops use for the same question, on the same shop, in one run.

  docs/benchmarks/peers.py --bin target/release/relata --postgres postgres://postgres@127.0.0.1:5432
  .ci/with-postgres docs/benchmarks/peers.py --bin target/release/relata --postgres

Peers, each where it is installed:
  PostgreSQL  the query that shop platforms run: links by source and type, joined with products that
              are active and in stock, by type weight and position, six rows. Integer keys, covering
              indexes, everything in memory, prepared statements, pgbench over loopback.
  Redis       a fetch of an answer that was computed before: no stock, window, segment or reason is
              looked at; redis-benchmark over loopback. The floor of any service on this machine.
All are asked by four connections that send the next question when the answer is there (closed
loop), with the load generator on the same machine. Standard library of Python 3.9+ only.
"""
import argparse, csv, io, json, os, random, shutil, socket, subprocess, sys, tempfile, time

SECONDS, CONNECTIONS, ITEMS = 10, 4, 6
WEIGHTS = {"upsell": 90, "cross_sell": 80, "accessory": 70, "substitute": 60, "successor": 60, "spare_part": 50, "related": 40}


def run(command, **more):
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command[:3])} … failed: {done.stderr[-800:]}")
    return done.stdout


def relata(binary, folder, arguments):
    """Figures of `relata bench`, which leaves the shop's files in the folder."""
    command = [binary, "bench", "--json", "--keep", folder, "--products", str(arguments.products), "--relations", str(arguments.relations)]
    figures = json.loads(run(command, timeout=3000))
    closed = figures["http"]["closed_loop"]
    return figures, {
        "what": "Relata: checked, substituted, explained",
        "rate": closed["answered_per_s"],
        "p50_ms": closed["latency"]["p50_us"] / 1000,
        "p99_ms": closed["latency"]["p99_us"] / 1000,
    }


def percentile(sorted_values, share):
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))]


def postgres(address, folder):
    """The shop in two tables, asked by pgbench."""
    if not address or not shutil.which("pgbench"):
        return print("left out: PostgreSQL, because pgbench or an address is not there", file=sys.stderr)
    database = f"relata_peer_{os.getpid()}"
    url = f"{address}/{database}"
    run(["psql", "-q", address + "/postgres", "-c", f"CREATE DATABASE {database}"])
    numbers = {}
    rows = io.StringIO()
    with open(os.path.join(folder, "products.csv"), newline="") as read:
        for number, row in enumerate(csv.DictReader(read), 1):
            numbers[row["sku"]] = number
            csv.writer(rows).writerow([number, row["sku"], row["name"], row["price"], row["stock"], row["status"]])
    links = io.StringIO()
    sources = set()
    with open(os.path.join(folder, "relations.csv"), newline="") as read:
        for row in csv.DictReader(read):
            source, target = numbers.get(row["source"]), numbers.get(row["target"])
            if source and target:
                sources.add(source)
                csv.writer(links).writerow([source, WEIGHTS.get(row["type"], 50), row["type"], target, row["position"]])
    setup = """CREATE TABLE product (id int PRIMARY KEY, sku text, name text, price numeric, stock int, status text);
CREATE TABLE link (source int, weight int, type text, target int, position int);
"""
    run(["psql", "-q", url, "-c", setup])
    run(["psql", "-q", url, "-c", "\\copy product FROM STDIN WITH (FORMAT csv)"], input=rows.getvalue())
    run(["psql", "-q", url, "-c", "\\copy link FROM STDIN WITH (FORMAT csv)"], input=links.getvalue())
    run(["psql", "-q", url, "-c", "CREATE INDEX link_by_source ON link (source, weight DESC, position) INCLUDE (target, type)"])
    run(["psql", "-q", url, "-c", "VACUUM ANALYZE"])
    script = os.path.join(folder, "question.sql")
    with open(script, "w") as write:
        write.write(f"\\set id random(1, {len(numbers)})\nSELECT p.sku, p.name, p.price, l.type, l.position FROM link l JOIN product p ON p.id = l.target "
                    "WHERE l.source = :id AND p.status = 'active' AND (p.stock IS NULL OR p.stock > 0) "
                    f"ORDER BY l.weight DESC, l.position LIMIT {ITEMS};\n")
    log = os.path.join(folder, "pgbench_log")
    out = run(["pgbench", "-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "1", "-T", str(SECONDS), "-f", script, "-l", "--log-prefix", log, url])
    latencies = []
    for name in os.listdir(folder):
        if name.startswith("pgbench_log"):
            with open(os.path.join(folder, name)) as read:
                latencies += [int(line.split()[2]) for line in read]
    latencies.sort()
    run(["psql", "-q", address + "/postgres", "-c", f"DROP DATABASE {database} WITH (FORCE)"])
    rate = float([line for line in out.splitlines() if line.startswith("tps")][0].split()[2])
    return {"what": "PostgreSQL: links joined with stock", "rate": rate, "p50_ms": percentile(latencies, 0.5) / 1000, "p99_ms": percentile(latencies, 0.99) / 1000}


def redis(folder, body):
    """One computed answer a product, fetched by redis-benchmark."""
    if not shutil.which("redis-server") or not shutil.which("redis-benchmark"):
        return print("left out: Redis, because it is not installed", file=sys.stderr)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    server = subprocess.Popen(["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.time() + 10
        while subprocess.run(["redis-cli", "-p", port, "ping"], capture_output=True).returncode != 0 and time.time() < end:
            time.sleep(0.05)
        count = 100_000
        load = "".join(f"SET rec:{number:012} '{body}'\n" for number in range(count))
        run(["redis-cli", "-p", port, "--pipe"], input=load)
        out = run(["redis-benchmark", "-p", port, "-c", str(CONNECTIONS), "-n", "400000", "-r", str(count), "--csv", "GET", "rec:__rand_int__"])
        row = list(csv.DictReader(io.StringIO(out)))[0]
        return {"what": "Redis: a fetch of a stored answer", "rate": float(row["rps"]), "p50_ms": float(row["p50_latency_ms"]), "p99_ms": float(row["p99_latency_ms"])}
    finally:
        server.terminate()
        server.wait()


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--bin", required=True)
parser.add_argument("--postgres")
parser.add_argument("--products", type=int, default=100_000)
parser.add_argument("--relations", type=int, default=1_000_000)
arguments = parser.parse_args()
work = tempfile.mkdtemp(prefix="relata-peers-")
try:
    figures, own = relata(os.path.abspath(arguments.bin), work, arguments)
    answer = json.dumps([{"sku": f"SY-{n:07}", "name": f"product {n}", "price": "19.90", "type": "cross_sell", "reason": "linked by hand"} for n in range(ITEMS)])
    found = [row for row in (own, postgres(arguments.postgres, work), redis(work, answer)) if row]
    print(json.dumps({"relata_bench": figures, "peers": found}, indent=1))
    print(f"\n{'answers of six items, four connections, closed loop':<52}{'a second':>10}{'p50 ms':>9}{'p99 ms':>9}", file=sys.stderr)
    for row in found:
        print(f"{row['what']:<52}{row['rate']:>10,.0f}{row['p50_ms']:>9.3f}{row['p99_ms']:>9.3f}", file=sys.stderr)
finally:
    shutil.rmtree(work, ignore_errors=True)
