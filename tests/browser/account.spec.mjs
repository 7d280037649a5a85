import { OTHER_PASSWORD, expect, refused, signIn, submit, test } from "./support/fixtures.mjs";

test("a person changes the profile and the password in the account centre @core", async ({ page, shop, see }) => {
  const person = await shop.person();
  await page.goto(`${shop.issuer}/account/profile`);
  await signIn(page, person);
  await expect(page).toHaveURL(/\/account\/profile/);
  await see("account-profile");
  await submit(page, { nickname: "Countess" });
  await expect(page.getByRole("status").first()).toBeVisible();
  await expect(page.locator("[name=nickname]")).toHaveValue("Countess");

  await page.locator('nav a[href*="/account/security"]').click();
  await see("account-security");
  await page.locator('main a[href$="/account/security/password"]').click();
  await see("account-password");
  const change = { password: "not-the-password", new_password: OTHER_PASSWORD, confirm_password: OTHER_PASSWORD };
  await submit(page, change);
  await refused(page);
  await submit(page, { ...change, password: person.password });
  await expect(page.getByRole("status").first()).toBeVisible();

  await page.goto(shop.request({ prompt: "login" }).url);
  await signIn(page, { ...person, password: OTHER_PASSWORD });
  await page.waitForURL((url) => url.href.startsWith(shop.client.callback));
});

test("a person sees the signed-in devices and signs one out @core", async ({ page, browser, shop, see }) => {
  const person = await shop.person();
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(`${shop.issuer}/account/sessions`);
  await signIn(other, person);
  await expect(other).toHaveURL(/\/account\//);

  await page.goto(`${shop.issuer}/account/sessions`);
  await signIn(page, person);
  await page.locator('nav a[href*="/account/sessions"]').click();
  await see("account-sessions");
  const devices = page.locator('main form[action$="/end"]');
  await expect(devices).toHaveCount(1);
  await devices.locator("button").click();
  await expect(devices).toHaveCount(0);

  await other.reload();
  await expect(other.locator("[name=password]")).toBeVisible();
  await elsewhere.close();
});

test("a person signs out everywhere, here too", async ({ page, shop, see }) => {
  await page.goto(`${shop.issuer}/account/sessions`);
  await signIn(page, await shop.person());
  await page.locator('nav a[href*="/account/sessions"]').click();
  await page.locator('a[href$="/account/sessions/end-all"]').click();
  await see("account-end-all");
  await page.locator("#confirm").click();
  await page.goto(`${shop.issuer}/account/profile`);
  await expect(page.locator("[name=password]")).toBeVisible();
});
