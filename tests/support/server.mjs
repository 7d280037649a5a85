// Starts the real binary for one suite: free port, fresh data directory, clock and outbox hooks,
// a first administrator and a management key. Leaves what a test says to it to api.mjs and
// forms.mjs.
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import dns from "node:dns";
import { createWriteStream, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { Management } from "./api.mjs";

// A signal ends a suite through its exit handlers.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));
// The server listens on 127.0.0.1, and its public name is localhost.
dns.setDefaultResultOrder("ipv4first");

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const READY_WITHIN_MS = 60_000;

/** What the first administrator of every started server is called. */
export const ADMINISTRATOR = { username: "root-admin", password: "Quiet-Harbour-27" };

/** The product's binary: MOONGATE_BINARY, or what cargo built last for development. */
export function binary() {
  const named = process.env.MOONGATE_BINARY;
  const built = path.join(process.env.CARGO_TARGET_DIR ?? path.join(ROOT, "target"), "debug/moongate");
  const found = named ?? built;
  if (!existsSync(found)) throw new Error(`There is no ${found}: run cargo build first.`);
  return found;
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** A running server, and the way to end it. */
export class Server {
  /**
   * Starts a server and waits until it is ready.
   *
   * `database` is an address of an empty database; without one a SQLite file is used.
   * `administrator: false` leaves the first administrator to the set-up page.
   */
  static async start({ database, administrator = true, log = "warn", environment = {} } = {}) {
    const server = new Server();
    server.home = mkdtempSync(path.join(tmpdir(), "moongate-server."));
    server.port = await freePort();
    server.url = `http://localhost:${server.port}`;
    server.key = randomBytes(24).toString("base64url");
    server.log = path.join(server.home, "server.log");
    server.environment = {
      PATH: process.env.PATH,
      TMPDIR: tmpdir(),
      MOONGATE_LISTEN: `127.0.0.1:${server.port}`,
      MOONGATE_PUBLIC_URL: server.url,
      MOONGATE_DATA_DIR: path.join(server.home, "data"),
      MOONGATE_SECRET_KEY: randomBytes(32).toString("base64"),
      MOONGATE_BOOTSTRAP_KEY: server.key,
      MOONGATE_LOG: log,
      ...(database && { MOONGATE_DATABASE: database }),
      ...(administrator && {
        MOONGATE_BOOTSTRAP_ADMIN_USERNAME: ADMINISTRATOR.username,
        MOONGATE_BOOTSTRAP_ADMIN_PASSWORD: ADMINISTRATOR.password,
      }),
      ...environment,
    };
    await server.launch();
    return server;
  }

  /** Starts the process on the data that is there, and waits until it is ready. */
  async launch() {
    const output = createWriteStream(this.log, { flags: "a" });
    await new Promise((resolve) => output.once("open", resolve));
    this.process = spawn(binary(), ["serve", "--test-hooks"], {
      env: this.environment,
      cwd: this.home,
      stdio: ["ignore", output, output],
    });
    this.ended = new Promise((resolve) => this.process.once("exit", resolve));
    process.once("exit", this.#reap);
    try {
      await this.#ready();
    } catch (error) {
      const said = this.output();
      this.#reap();
      throw new Error(`${error.message}\n${said}`);
    } finally {
      output.end();
    }
  }

  /** A suite that ends in the middle leaves no process and no data behind. */
  #reap = () => {
    this.process.kill("SIGKILL");
    rmSync(this.home, { recursive: true, force: true });
  };

  async #ready() {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (Date.now() < deadline) {
      if (this.process.exitCode !== null || this.process.signalCode !== null) {
        throw new Error(`The server ended with ${this.process.exitCode ?? this.process.signalCode}.`);
      }
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      await answer?.arrayBuffer();
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error("The server did not become ready.");
  }

  /** The management API, as the holder of the bootstrap key. */
  get api() {
    return new Management(this.url, this.key);
  }

  /** What the server has printed. */
  output() {
    return readFileSync(this.log, "utf8");
  }

  /** Moves the one clock that the server reads. */
  async advance(seconds) {
    const answer = await fetch(`${this.url}/test/clock`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ advance_seconds: seconds }),
    });
    if (!answer.ok) throw new Error(`The clock did not move: ${answer.status}`);
    await answer.arrayBuffer();
  }

  /** Ends the process at once, as a power cut would. */
  async kill() {
    this.process.kill("SIGKILL");
    await this.ended;
    process.removeListener("exit", this.#reap);
  }

  /** Asks the process to end and removes its data; answers its exit code. */
  async stop() {
    this.process.kill("SIGTERM");
    const code = await this.ended;
    process.removeListener("exit", this.#reap);
    rmSync(this.home, { recursive: true, force: true });
    return code;
  }

  /** Runs another command of the binary on the same data; answers what it printed. */
  async command(...words) {
    return promisify(execFile)(binary(), words, { env: this.environment, cwd: this.home });
  }
}

/** Makes an empty database beside the one at `address`; answers its address. */
export async function emptyDatabase(address) {
  const name = `moongate_${randomBytes(6).toString("hex")}`;
  await promisify(execFile)(postgresProgram("createdb"), [`--maintenance-db=${address}`, name]);
  const made = new URL(address);
  made.pathname = `/${name}`;
  return made.toString();
}

function postgresProgram(name) {
  const base = "/usr/lib/postgresql";
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((it) => path.join(base, it, "bin", name)).find(existsSync);
  return found ?? name;
}
