// The actors of the browser tests: one server per worker; per test a pool with an application, and
// a page that fails the test when the browser complains about anything.
import { test as base, expect } from "@playwright/test";
import { randomBytes } from "node:crypto";

import { Client, Registration } from "../../support/client.mjs";
import { Server } from "../../support/server.mjs";
import { listen, look, reportViolations } from "./look.mjs";

export { expect };

/** A password that satisfies the strictest policy. */
export const PASSWORD = "Lantern-Meadow-52";
/** Another one. */
export const OTHER_PASSWORD = "Copper-Orchard-84";

/** A name that nobody else in this run has. */
export const unique = (stem) => `${stem}${randomBytes(4).toString("hex")}`;

export const test = base.extend({
  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      const code = await server.stop();
      expect(code, "the server stops cleanly").toBe(0);
    },
    { scope: "worker" },
  ],

  client: [
    async ({}, use) => {
      const client = await Client.start();
      await use(client);
      await client.stop();
    },
    { scope: "worker" },
  ],

  /** A pool of its own with one switched-on web application; `shop.with(…)` changes it. */
  shop: async ({ server, client }, use) => {
    const { api } = server;
    const pool = await api.pool(unique("Shop "));
    const application = await api.application(pool, {
      name: "Corner shop",
      type: "web",
      enabled: true,
      redirect_uris: [client.callback],
      post_logout_redirect_uris: [client.goodbye],
    });
    const shop = new Registration(pool, application, client);
    shop.pool = pool;
    shop.api = api;
    shop.with = async (change) => {
      const { client_secret } = shop.application;
      shop.application = { ...(await api.patch(`/pools/${pool.id}/applications/${application.id}`, change)), client_secret };
    };
    shop.person = async (members = {}) => {
      const username = unique("ada");
      const given = { username, email: `${username}@example.com`, email_verified: true, password: PASSWORD, ...members };
      return { ...(await api.user(pool, given)), password: given.password };
    };
    await use(shop);
  },

  /** Complaints of the browser so far; empty at the end of every test. */
  complaints: [
    async ({ context, javaScriptEnabled }, use) => {
      const complaints = listen(context);
      if (javaScriptEnabled) await reportViolations(context, complaints);
      await use(complaints);
      expect(complaints, "the browser complained").toEqual([]);
    },
    { auto: true },
  ],

  /** Checks the page as it is now: `await see("sign-in")`. */
  see: async ({ page, javaScriptEnabled, locale }, use) => {
    await use(async (name) => {
      const state = await look(page, name, javaScriptEnabled);
      expect.soft(state.lang, "language").toBe(locale);
    });
  },
});

/** Types into inputs by name and presses the button with that id. */
export async function submit(page, fields, button = "submit") {
  const form = page.locator("form").filter({ has: page.locator(`#${button}`) });
  for (const [name, value] of Object.entries(fields)) {
    await form.locator(`[name="${name}"]`).fill(value);
  }
  await page.locator(`#${button}`).click();
}

/** Signs in on the page that is open. */
export async function signIn(page, person) {
  await submit(page, { identifier: person.email ?? person.username, password: person.password });
}

/** Waits until the browser is back at the application; answers that address. */
export async function cameBack(page, shop) {
  await page.waitForURL((url) => url.href.startsWith(shop.client.callback));
  return page.url();
}

/** Waits until the page says what is wrong, at a field or above the form. */
export async function refused(page) {
  await expect(page.locator('main [role="alert"], main [aria-invalid="true"]').first()).toBeVisible();
}
