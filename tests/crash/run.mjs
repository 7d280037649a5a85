// Kills the server at random moments while sixteen people register, change their passwords and
// renew their tokens, then compares what the server knows with what it had acknowledged.
//
//   node tests/crash/run.mjs [kills]
//
// MOONGATE_TEST_POSTGRES names the PostgreSQL to run on; without it the run is on SQLite.
import { Client, Registration } from "../support/client.mjs";
import { Server, emptyDatabase } from "../support/server.mjs";
import { inspect } from "./inspect.mjs";
import { Ledger } from "./ledger.mjs";
import { Life } from "./life.mjs";

const CLIENTS = 16;
const kills = Number(process.argv[2] ?? 20);
const postgres = process.env.MOONGATE_TEST_POSTGRES;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const server = await Server.start({
  database: postgres && (await emptyDatabase(postgres)),
  log: "error",
  // Every client comes from an address of its own.
  environment: { MOONGATE_TRUSTED_PROXIES: "127.0.0.1/32" },
});
const client = await Client.start();
const { api } = server;
const pool = await api.pool("Crash");
const application = await api.application(pool, {
  name: "Crash",
  type: "web",
  enabled: true,
  redirect_uris: [client.callback],
  flows: {
    registration: { identifiers: ["username"], email_source: null },
  },
});
const shop = Object.assign(new Registration(pool, application, client), { pool });

// The door that everybody waits at while the server is down.
const door = { up: Promise.resolve(), over: false };
const ledger = new Ledger();
const lives = Array.from({ length: CLIENTS }, (_, index) => new Life(index, shop, ledger, door).live());

for (let kill = 1; kill <= kills; kill++) {
  await pause(300 + Math.random() * 1500);
  let open;
  door.up = new Promise((resolve) => (open = resolve));
  await server.kill();
  await server.launch();
  open();
  console.log(`kill ${kill}: ${ledger.summary()}`);
}
await pause(500);
door.over = true;
await Promise.all(lives);

const findings = [...ledger.findings, ...(await inspect(server, shop, ledger))];
await client.stop();
await server.stop();

console.log(`${postgres ? "PostgreSQL" : "SQLite"}, ${kills} kills: ${ledger.summary()}`);
for (const finding of findings) console.error(`LOST: ${finding}`);
console.log(findings.length === 0 ? "Nothing was lost." : `${findings.length} findings.`);
process.exit(findings.length === 0 ? 0 : 1);
