// The npm library `oidc-client-ts` inside a page on another port: discovery, keys, tokens and
// userinfo are all asked across origins by the browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { chromium } from "playwright-core";

import { Server } from "../support/server.mjs";

const PERSON = { username: "ada", email: "ada@example.com", email_verified: true, password: "Lantern-Meadow-52" };
const FILES = {
  "/page.js": ["text/javascript", new URL("page/page.js", import.meta.url)],
  "/oidc-client-ts.js": [
    "text/javascript",
    new URL("node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js", import.meta.url),
  ],
};
const INDEX = ["text/html; charset=utf-8", new URL("page/index.html", import.meta.url)];

let server, site, origin, browser;
let settings = {};

before(async () => {
  server = await Server.start();
  site = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname === "/settings.json") {
      response.writeHead(200, { "content-type": "application/json" });
      return response.end(JSON.stringify(settings));
    }
    const [type, file] = FILES[pathname] ?? INDEX;
    response.writeHead(200, { "content-type": type });
    response.end(readFileSync(file));
  });
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  origin = `http://localhost:${site.address().port}`;
  browser = await chromium.launch({
    executablePath: process.env.MOONGATE_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
});

after(async () => {
  await browser?.close();
  site?.closeAllConnections();
  site?.close();
  await server?.stop();
});

async function state(page) {
  await page.waitForFunction(() => document.querySelector("#state")?.textContent);
  return JSON.parse(await page.locator("#state").textContent());
}

test("oidc-client-ts signs in, renews and signs out from a page on another port", async () => {
  const { api } = server;
  const pool = await api.pool("Reading room");
  const person = await api.user(pool, PERSON);
  const application = await api.application(pool, {
    name: "Reading room",
    type: "spa",
    enabled: true,
    redirect_uris: [`${origin}/callback`],
    post_logout_redirect_uris: [`${origin}/`],
  });
  settings = { authority: pool.issuer, client_id: application.id };

  const page = await browser.newPage();
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));

  await page.goto(origin);
  await page.locator("#in").click();
  await page.locator("[name=identifier]").fill(PERSON.email);
  await page.locator("[name=password]").fill(PERSON.password);
  await page.locator("#submit").click();
  await page.waitForURL(`${origin}/callback**`);
  const first = await state(page);
  assert.equal(first.sub, person.id);
  assert.equal(first.email, PERSON.email);

  await page.locator("#renew").click();
  await page.waitForFunction((old) => !document.querySelector("#state").textContent.includes(old), first.access_token);
  assert.equal((await state(page)).sub, person.id);

  await page.locator("#out").click();
  await page.waitForURL(`${origin}/**`);
  assert.deepEqual(await state(page), { ready: true });
  assert.deepEqual(complaints, []);
});

test("a page that no application named may not ask for tokens", async () => {
  const { api } = server;
  const pool = await api.pool("Quiet room");
  const page = await browser.newPage();
  await page.goto(origin);
  const answer = await page.evaluate(
    (url) => fetch(url, { method: "POST", body: new URLSearchParams({ grant_type: "refresh_token" }) }).then(
      () => "readable",
      () => "refused",
    ),
    `${pool.issuer}/oauth2/token`,
  );
  assert.equal(answer, "refused");
});
