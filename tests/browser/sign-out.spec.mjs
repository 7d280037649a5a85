import { cameBack, expect, signIn, test } from "./support/fixtures.mjs";

async function signedIn(page, shop) {
  const request = shop.request();
  await page.goto(request.url);
  await signIn(page, await shop.person());
  return shop.redeem(await cameBack(page, shop), request);
}

// P26
test("an application that proves itself signs the person out without a question @core", async ({ page, shop }) => {
  const { id_token } = await signedIn(page, shop);
  const query = new URLSearchParams({
    id_token_hint: id_token,
    post_logout_redirect_uri: shop.client.goodbye,
    state: "seen",
  });
  await page.goto(`${shop.issuer}/oauth2/logout?${query}`);
  expect(page.url()).toBe(`${shop.client.goodbye}?state=seen`);
  await page.goto(shop.request({ prompt: "none" }).url);
  expect(new URL(page.url()).searchParams.get("error")).toBe("login_required");
});

// P26: nobody is signed out by a picture's address.
test("without a proof the person is asked first @core", async ({ page, shop, see }) => {
  await signedIn(page, shop);
  await page.goto(`${shop.issuer}/oauth2/logout`);
  await expect(page.locator("#confirm")).toBeVisible();
  await see("sign-out");
  await page.locator("#confirm").click();
  await expect(page.locator("#confirm")).toHaveCount(0);
  await see("signed-out");
  await page.goto(shop.request({ prompt: "none" }).url);
  expect(new URL(page.url()).searchParams.get("error")).toBe("login_required");
});
