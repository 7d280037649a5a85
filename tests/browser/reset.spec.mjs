import { OTHER_PASSWORD, cameBack, expect, refused, signIn, submit, test, unique } from "./support/fixtures.mjs";

// W13
test("a forgotten password is replaced, and every sign-in ends @core", async ({ page, shop, see }) => {
  const person = await shop.person();
  await page.goto(shop.request().url);
  await signIn(page, person);
  await cameBack(page, shop);

  await page.goto(shop.request({ prompt: "login" }).url);
  await page.locator('a[href*="/reset-password"]').click();
  await see("reset");
  await submit(page, { email: person.email });
  await see("reset-code");
  await submit(page, { code: await shop.api.code(shop.pool, person.email) });
  await see("reset-new");
  await submit(page, { new_password: OTHER_PASSWORD, confirm_password: `${OTHER_PASSWORD}x` });
  await refused(page);
  await submit(page, { new_password: OTHER_PASSWORD, confirm_password: OTHER_PASSWORD });
  await see("reset-done");

  await page.goto(shop.request({ prompt: "none" }).url);
  expect(new URL(page.url()).searchParams.get("error"), "the old sign-in has ended").toBe("login_required");
  await page.goto(shop.request().url);
  await signIn(page, { ...person, password: OTHER_PASSWORD });
  await cameBack(page, shop);
});

test("an unknown address gets the same page and no message", async ({ page, shop }) => {
  const nobody = `${unique("nobody")}@example.com`;
  await page.goto(shop.request().url);
  await page.locator('a[href*="/reset-password"]').click();
  await submit(page, { email: nobody });
  await expect(page.locator("[name=code]")).toBeVisible();
  expect(await shop.api.messages(shop.pool, nobody)).toEqual([]);
});

//
test("with reset off there is no way in", async ({ page, shop }) => {
  await shop.with({ flows: { reset_password: { enabled: false } } });
  await page.goto(shop.request().url);
  await expect(page.locator('a[href*="/reset-password"]')).toHaveCount(0);
});
