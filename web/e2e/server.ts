import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The program under test; `RELATA_BIN` names another. */
export function binary(): string {
  const root = resolve(import.meta.dirname, "../..");
  const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
  const named = process.env.RELATA_BIN;
  const found = [named, join(target, "release/relata"), join(target, "debug/relata")].find(
    (path) => path !== undefined && existsSync(path),
  );
  if (!found) throw new Error("build the program first: cargo build --release");
  return found;
}

/** Where the database with the sample shop lies that every test starts from a copy of. */
export function sampleDatabase(): string {
  const path = join(tmpdir(), `relata-e2e-sample-${process.env.RELATA_E2E_RUN ?? process.ppid}.db`);
  if (!existsSync(path)) {
    const folder = mkdtempSync(join(tmpdir(), "relata-e2e-"));
    const fresh = join(folder, "sample.db");
    execFileSync(binary(), ["try", "--sample", "--exit", "--db", fresh], { stdio: "pipe", cwd: folder });
    copyFileSync(fresh, path);
    rmSync(folder, { recursive: true });
  }
  return path;
}

/** A running server with a database of its own. */
export interface Server {
  url: string;
  database: string;
  folder: string;
  /** Runs the program on the same database and gives its standard output. */
  run: (...args: string[]) => string;
  /** Ends the program for the moment; the database stays. */
  halt: () => Promise<void>;
  /** Starts it again at the same address. */
  resume: () => Promise<void>;
  stop: () => Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address ? found(address.port) : failed()));
    });
  });
}

/** Runs the program until it is ready, and gives a way to end it. */
async function launch(url: string, database: string, folder: string): Promise<() => Promise<void>> {
  const args = ["serve", "--db", database, "--listen", url.slice("http://".length)];
  const child: ChildProcess = spawn(binary(), args, {
    stdio: ["ignore", "ignore", "pipe"],
    cwd: folder,
    env: { ...process.env },
  });
  let said = "";
  child.stderr?.on("data", (text) => {
    said += text;
  });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  for (let tries = 0; ; tries++) {
    const ready = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) break;
    if (child.exitCode !== null || tries > 200) throw new Error(`the server did not start:\n${said}`);
    await new Promise((later) => setTimeout(later, 50));
  }
  return async () => {
    child.kill("SIGTERM");
    await ended;
  };
}

/** Starts the program on an empty database, on a copy of the sample shop, or on a database of that name. */
export async function startServer(shop: "empty" | "sample", named?: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "relata-e2e-"));
  const database = named ?? join(folder, "shop.db");
  if (shop === "sample") copyFileSync(sampleDatabase(), database);
  const url = `http://127.0.0.1:${await freePort()}`;
  let halt = await launch(url, database, folder);
  return {
    url,
    database,
    folder,
    run: (...args) => execFileSync(binary(), [...args, "--db", database], { encoding: "utf8", cwd: folder }),
    halt: () => halt(),
    resume: async () => {
      halt = await launch(url, database, folder);
    },
    stop: async () => {
      await halt();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
