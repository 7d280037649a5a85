import { cameBack, expect, signIn, test } from "./support/fixtures.mjs";

test("a third-party application is allowed once @core", async ({ page, shop, see }) => {
  await shop.with({ first_party: false });
  const person = await shop.person();
  const request = shop.request();
  await page.goto(request.url);
  await signIn(page, person);
  await expect(page.locator("#allow")).toBeVisible();
  await expect(page.locator("#deny")).toBeVisible();
  await expect(page.locator("main")).toContainText("Corner shop");
  await see("consent");
  await page.locator("#allow").click();
  expect((await shop.redeem(await cameBack(page, shop), request)).status).toBe(200);

  await page.goto(shop.request().url);
  await cameBack(page, shop);
});

test("a third-party application that is denied hears so @core", async ({ page, shop }) => {
  await shop.with({ first_party: false });
  await page.goto(shop.request().url);
  await signIn(page, await shop.person());
  await page.locator("#deny").click();
  const back = new URL(await cameBack(page, shop));
  expect(back.searchParams.get("error")).toBe("access_denied");
});
