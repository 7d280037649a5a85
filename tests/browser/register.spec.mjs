import { claims } from "../support/client.mjs";
import { PASSWORD, cameBack, expect, refused, signIn, submit, test, unique } from "./support/fixtures.mjs";

const BOTH = { flows: { registration: { identifiers: ["email", "username"] } } };

//
test("a stranger registers, proves the address and is signed in @core", async ({ page, shop, see }) => {
  await shop.with(BOTH);
  const username = unique("grace");
  const email = `${username}@example.com`;
  const request = shop.request();
  await page.goto(request.url);
  await page.locator('a[href*="/register"]').click();
  await see("register");

  await submit(page, { username, email, password: "short", confirm_password: "short" });
  await refused(page);
  await expect(page.locator("[name=email]")).toHaveValue(email);
  await see("register-refused");

  await submit(page, { password: PASSWORD, confirm_password: PASSWORD });
  await expect(page.locator("[name=code]")).toBeVisible();
  await see("register-code");
  await submit(page, { code: await shop.api.code(shop.pool, email) });
  const tokens = await shop.redeem(await cameBack(page, shop), request);
  expect(claims(tokens.id_token).sub).toMatch(/^usr_/);
  expect(await shop.userinfo(tokens.access_token)).toMatchObject({ status: 200, email, email_verified: true });
});

//
test("without auto login the registered person signs in next @core", async ({ page, shop, see }) => {
  await shop.with({ flows: { registration: { ...BOTH.flows.registration, auto_login: false } } });
  const username = unique("grace");
  const person = { username, email: `${username}@example.com`, password: PASSWORD };
  await page.goto(shop.request().url);
  await page.locator('a[href*="/register"]').click();
  await submit(page, { ...person, confirm_password: PASSWORD });
  await submit(page, { code: await shop.api.code(shop.pool, person.email) });
  await see("registered");
  await expect(page.locator("[name=password]")).toBeVisible();
  await signIn(page, person);
  await cameBack(page, shop);
});

// W13: the owner of the address is told, the stranger is not.
test("an address that is taken looks like one that is free", async ({ page, shop }) => {
  const owner = await shop.person();
  await page.goto(shop.request().url);
  await page.locator('a[href*="/register"]').click();
  await submit(page, { email: owner.email, password: PASSWORD, confirm_password: PASSWORD });
  await expect(page.locator("[name=code]")).toBeVisible();
  const messages = await shop.api.messages(shop.pool, owner.email);
  expect(messages[0].text).not.toMatch(/(?<!\d)\d{6}(?!\d)/);
});

//
test("with registration off there is no way in", async ({ page, shop }) => {
  await shop.with({ flows: { registration: { enabled: false } } });
  await page.goto(shop.request().url);
  await expect(page.locator('a[href*="/register"]')).toHaveCount(0);
});
