// Budgets of the design guide, section 1, and what every page promises to the browser.
import { expect, test } from "./support/fixtures.mjs";

/** Bytes of everything a first visit transfers, by kind. */
async function transferred(page, url) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const kinds = new Map();
  const bytes = {};
  session.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? "Other";
    bytes[kind] = (bytes[kind] ?? 0) + encodedDataLength;
  });
  await page.goto(url, { waitUntil: "networkidle" });
  return bytes;
}

test("the sign-in page stays within its budget of bytes", async ({ page, shop }) => {
  const bytes = await transferred(page, shop.request().url);
  const sum = Object.values(bytes).reduce((a, b) => a + b, 0);
  expect((bytes.Document ?? 0) + (bytes.Stylesheet ?? 0), "document and styles").toBeLessThanOrEqual(10 * 1024);
  expect(bytes.Script ?? 0, "script").toBeLessThanOrEqual(8 * 1024);
  expect(sum, "everything").toBeLessThanOrEqual(20 * 1024);
});

test("the sign-in page does not move while it loads, and no script blocks it", async ({ page, shop }) => {
  await page.goto(shop.request().url, { waitUntil: "networkidle" });
  const shift = await page.evaluate(
    () =>
      new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((it) => (sum += it.value))).observe({
          type: "layout-shift",
          buffered: true,
        });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
      }),
  );
  expect(shift).toBe(0);
  const blocking = await page.locator("script[src]:not([type=module]):not([defer]):not([async])").count();
  expect(blocking).toBe(0);
});

test("a page of a person is kept by nobody, framed by nobody and says where nothing came from", async ({ page, shop }) => {
  const answer = await page.goto(shop.request().url);
  const headers = answer.headers();
  expect(headers["cache-control"]).toContain("no-store");
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers["content-security-policy"]).not.toContain("unsafe");
  expect(headers["referrer-policy"]).toBe("no-referrer");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["x-request-id"]).toBeTruthy();
});

test("the sign-in page fits a window of 320 px and text of twice the size", async ({ page, shop, see }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(shop.request().url);
  await see("sign-in-narrow");
  await page.setViewportSize({ width: 640, height: 450 });
  await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(640);
});

test("an unknown address and an unknown application get a page that says what to do", async ({ page, shop, see }) => {
  for (const url of [`${shop.issuer}/no-such-page`, shop.request({ client_id: "app_nobody" }).url]) {
    const answer = await page.goto(url);
    expect(answer.status()).toBeGreaterThanOrEqual(400);
    await expect(page.locator("main")).toContainText(answer.headers()["x-request-id"]);
    await see("failure");
  }
});
