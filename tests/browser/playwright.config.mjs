// Every test runs once with the first variant; those tagged @core run in all sixteen,
// those tagged @screens in five.
import { defineConfig } from "@playwright/test";

import { VARIANTS } from "./support/variants.mjs";

const executablePath = process.env.MOONGATE_CHROMIUM ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.mjs",
  outputDir: "results",
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    launchOptions: {
      executablePath,
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
    screenshot: "only-on-failure",
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
  },
  projects: VARIANTS.map((variant, index) => ({
    name: variant.name,
    grep: index === 0 ? undefined : variant.grep,
    use: variant.use,
  })),
});
