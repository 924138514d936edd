import { defineConfig } from "@playwright/test";
import { findBrowser, TIME_ZONE } from "./browser";

export default defineConfig({
  testDir: ".",
  // What ends in `.soak.test.ts` is run by the long suites.
  testMatch: "**/*.spec.ts",
  outputDir: "../test-results",
  globalSetup: "./global-setup.ts",
  timeout: 480_000,
  expect: { timeout: 60_000 },
  // Much of a journey is waiting; two at a time use what two cores have.
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // What passes only when tried again is named as such at the end of a run.
  retries: process.env.CI ? 1 : 0,
  reporter: [["list"], ["json"]],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: TIME_ZONE,
    // A trace costs a tenth of the time: in CI it is taken of what has failed once.
    trace: process.env.CI ? "on-first-retry" : "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: findBrowser(),
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--autoplay-policy=no-user-gesture-required",
      ],
    },
  },
});
