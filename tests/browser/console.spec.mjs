import { ADMINISTRATOR, Server } from "../support/server.mjs";
import { PASSWORD, expect, submit, test } from "./support/fixtures.mjs";

async function enter(page, server, { username, password } = ADMINISTRATOR) {
  await page.goto(`${server.url}/console`);
  await submit(page, { identifier: username, password });
  await page.waitForURL(/\/console(?!\/callback)/);
}

test("the first start prints a set-up address that makes the first administrator, once", async ({ page, see }) => {
  const server = await Server.start({ administrator: false, log: "info", environment: { MOONGATE_BOOTSTRAP_KEY: "" } });
  try {
    const [address] = server.output().match(/http:\/\/localhost:\d+\/console\/setup\S*/);
    await page.goto(address);
    await see("setup");
    const first = { username: "selene", password: PASSWORD };
    await submit(page, { ...first, confirm_password: PASSWORD });
    await enter(page, server, first);
    await see("console-first-use");

    const again = await page.request.get(address);
    expect(again.status(), "the address works once").toBeGreaterThanOrEqual(400);
  } finally {
    await server.stop();
  }
});

test("a stranger is sent to sign in and no page of the console is shown", async ({ page, server, shop }) => {
  for (const path of ["", "/pools", `/p/${shop.pool.slug}/users`]) {
    await page.goto(`${server.url}/console${path}`);
    await expect(page.locator("[name=password]")).toBeVisible();
  }
});

// A-011, A-142, A-143
test("Create now makes a demo whose Experience signs the test user in", async ({ page, see }) => {
  const server = await Server.start();
  try {
    await enter(page, server);
    await page.getByRole("button", { name: /create now/i }).click();
    await see("console-demo");
    const pools = await server.api.all("/pools");
    const demo = pools.find((it) => it.name.toLowerCase().includes("demo"));
    const applications = await server.api.all(`/pools/${demo.id}/applications`);
    const users = await server.api.all(`/pools/${demo.id}/users`);
    expect(applications.length).toBeGreaterThan(0);
    expect(users.length).toBeGreaterThan(0);
  } finally {
    await server.stop();
  }
});

test("every link of the console leads to a finished page @screens", async ({ page, server, shop, see }) => {
  test.setTimeout(180_000);
  const person = await shop.person({ nickname: "Ada" });
  await enter(page, server);
  const start = `${server.url}/console/p/${shop.pool.slug}`;
  const wanted = (url) =>
    url.origin === server.url &&
    (url.pathname.startsWith(`/console/p/${shop.pool.slug}`) || url.pathname === "/console/pools");
  // One page of each kind: the same screen of two users is one screen.
  const kind = (url) => url.pathname.replace(/[a-z]+_[0-9a-z]{26}/g, "{id}");
  const queue = [new URL(start), new URL(`${start}/users/${person.id}`)];
  const seen = new Set(queue.map(kind));
  for (let next = queue.shift(); next; next = queue.shift()) {
    const answer = await page.goto(next.href);
    expect.soft(answer.status(), next.href).toBe(200);
    await see(`console${kind(next).replace(/^\/console/, "").replace(`/p/${shop.pool.slug}`, "").replaceAll(/[/{}]+/g, "-")}`);
    const links = await page.locator("a[href]").evaluateAll((all) => all.map((it) => it.href));
    for (const link of links.map((it) => new URL(it))) {
      if (!wanted(link) || seen.has(kind(link))) continue;
      seen.add(kind(link));
      queue.push(link);
    }
  }
  expect(seen.size).toBeGreaterThan(6);
});
