import { existsSync } from "node:fs";

const CANDIDATES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where all who walk the journeys live. */
export const TIME_ZONE = "Europe/Berlin";

/** The system's Chromium, or undefined for the one that Playwright installed. SEGNO_CHROMIUM names another. */
export function findBrowser(): string | undefined {
  return process.env.SEGNO_CHROMIUM ?? CANDIDATES.find((path) => existsSync(path));
}
