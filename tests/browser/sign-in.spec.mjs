import { claims } from "../support/client.mjs";
import { cameBack, expect, refused, signIn, submit, test, unique } from "./support/fixtures.mjs";

test("a person signs in with a password after one wrong try @core", async ({ page, shop, see }) => {
  const person = await shop.person();
  const request = shop.request();
  await page.goto(request.url);
  await see("sign-in");

  await submit(page, { identifier: person.email, password: "not-the-password" });
  await refused(page);
  await expect(page.locator("[name=identifier]")).toHaveValue(person.email);
  await expect(page.locator("[name=password]")).toHaveValue("");
  await see("sign-in-refused");

  await signIn(page, person);
  const tokens = await shop.redeem(await cameBack(page, shop), request);
  expect(tokens.status).toBe(200);
  expect(claims(tokens.id_token)).toMatchObject({ sub: person.id, nonce: request.nonce, aud: shop.application.id });
});

test("a person signs in with a code sent by e-mail @core", async ({ page, shop, see }) => {
  const person = await shop.person();
  const request = shop.request();
  await page.goto(request.url);
  await page.locator('a[href*="m=email"]').click();
  await see("sign-in-email");
  await submit(page, { identifier: person.email });
  await expect(page.locator("[name=code]")).toBeVisible();
  await see("sign-in-code");

  await submit(page, { code: "000000" });
  await refused(page);
  await submit(page, { code: await shop.api.code(shop.pool, person.email) });
  const tokens = await shop.redeem(await cameBack(page, shop), request);
  expect(claims(tokens.id_token).sub).toBe(person.id);
});

// W13: nobody learns from the page which accounts exist.
test("an unknown account and a wrong password read the same", async ({ page, shop }) => {
  const person = await shop.person();
  const read = async (identifier) => {
    await page.goto(shop.request().url);
    await submit(page, { identifier, password: "not-the-password" });
    await refused(page);
    return (await page.locator("main").innerText()).replaceAll(identifier, "");
  };
  expect(await read(person.email)).toBe(await read(`${unique("nobody")}@example.com`));
});

test("a second application signs the same browser in without a question", async ({ page, shop }) => {
  const person = await shop.person();
  await page.goto(shop.request().url);
  await signIn(page, person);
  await cameBack(page, shop);

  const silent = shop.request({ prompt: "none" });
  await page.goto(silent.url);
  const tokens = await shop.redeem(page.url(), silent);
  expect(claims(tokens.id_token).sub).toBe(person.id);
});

test("a stranger's silent request comes back with login_required", async ({ page, shop }) => {
  await page.goto(shop.request({ prompt: "none" }).url);
  expect(new URL(page.url()).searchParams.get("error")).toBe("login_required");
});

test("back, reload and the language switch keep the run alive", async ({ page, shop }) => {
  const person = await shop.person();
  const request = shop.request();
  await page.goto(request.url);
  await page.reload();
  await page.locator('a[href*="m=email"]').click();
  await page.goBack();
  await page.locator(".auth-top a[lang=zh-CN]").click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await signIn(page, person);
  const tokens = await shop.redeem(await cameBack(page, shop), request);
  expect(tokens.status).toBe(200);
});

test("every part of the sign-in page is reached by keyboard, in order", async ({ page, shop }) => {
  const person = await shop.person();
  await page.goto(shop.request().url);
  await page.locator("[name=identifier]").focus();
  await page.keyboard.type(person.email);
  await page.keyboard.press("Tab");
  await expect(page.locator("[name=password]")).toBeFocused();
  await page.keyboard.type(person.password);
  await page.keyboard.press("Enter");
  await cameBack(page, shop);
});
