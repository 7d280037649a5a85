// What every page has to satisfy whatever it is for: accessible, in the person's language, no
// wider than the window, and quiet in the browser's console.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { expect } from "@playwright/test";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * Gathers what the browser complains about: policy violations, script errors and anything else
 * it prints as an error. Works with script off too, where the page itself cannot listen.
 */
export function listen(context) {
  const complaints = [];
  const refused = new Set();
  context.on("response", (answer) => {
    // A form that is refused is a document with status 4xx; the browser prints that as an error.
    if (answer.request().isNavigationRequest()) refused.add(answer.url());
  });
  context.on("console", (message) => {
    if (!["error", "warning"].includes(message.type())) return;
    const { url } = message.location();
    if (message.text().startsWith("Failed to load resource") && refused.has(url)) return;
    complaints.push(`${message.text()} (${url})`);
  });
  context.on("weberror", (event) => complaints.push(`${event.error()}`));
  return complaints;
}

/** Adds the listener for policy violations that the console does not print (script on only). */
export async function reportViolations(context, complaints) {
  await context.exposeBinding("moongateViolation", (_, what) => complaints.push(`policy: ${what}`));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.moongateViolation(`${event.effectiveDirective} ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
    });
  });
}

/** Looks at the page as it is now. `name` is the picture's, if pictures are asked for. */
export async function look(page, name, script = true) {
  const window = page.viewportSize();
  const state = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title,
    headings: document.querySelectorAll("h1").length,
    width: document.documentElement.scrollWidth,
    styled: document.querySelectorAll("[style]").length,
    inline: [...document.querySelectorAll("script:not([src])")].filter((it) => it.type !== "application/json").length,
  }));
  await picture(page, name);
  expect.soft(state.title, "title").not.toBe("");
  expect.soft(state.headings, "one h1").toBe(1);
  expect.soft(state.width, "no sideways scrolling").toBeLessThanOrEqual(window.width);
  expect.soft(state.styled, "no inline style").toBe(0);
  expect.soft(state.inline, "no inline script").toBe(0);
  const violations = await audit(page, script);
  const findings = violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.target.join(" ")).join(", ")}`);
  expect.soft(findings, `axe at ${page.url()}`).toEqual([]);
  return state;
}

/**
 * Runs axe. It needs timers, so a page without script is looked at in a second window: the same
 * document and styles, its scripts taken out, and what stands in `noscript` shown.
 */
async function audit(page, script) {
  if (script) return axe(page);
  const shown = page.viewportSize();
  const dark = await isDark(page);
  const html = (await page.content())
    .replace(/<script\b[\s\S]*?<\/script>/gi, "")
    .replace(/<(\/?)noscript\b/gi, "<$1div");
  const context = await page.context().browser().newContext({
    javaScriptEnabled: true,
    viewport: shown,
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  try {
    const copy = await context.newPage();
    await copy.route(page.url(), (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
    await copy.goto(page.url());
    return await axe(copy);
  } finally {
    await context.close();
  }
}

async function axe(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((rules) => window.axe.run(document, { runOnly: rules }), RULES);
  return violations;
}

function isDark(page) {
  return page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
}

/** Keeps a picture of the page if MOONGATE_PICTURES names a directory. */
async function picture(page, name) {
  const folder = process.env.MOONGATE_PICTURES;
  if (!folder || !name) return;
  const { width } = page.viewportSize();
  const dark = await isDark(page);
  const lang = await page.evaluate(() => document.documentElement.lang);
  mkdirSync(folder, { recursive: true });
  await page.screenshot({
    path: path.join(folder, `${name}.${lang}.${width}.${dark ? "dark" : "light"}.png`),
    fullPage: true,
  });
}
