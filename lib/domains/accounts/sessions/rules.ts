const DAY_MS = 24 * 60 * 60 * 1000;

/** A sign-in ends at the latest after this long … */
export const SESSION_LIFETIME_DAYS = 30;
/** … and sooner when it was not used for this long. */
const SESSION_IDLE_DAYS = 14;
/** How much of a delay in noting its use is worth one write less a request. */
const TOUCH_AFTER_MS = 15 * 60 * 1000;

export interface SessionTimes {
  lastUsedAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
}

export function planSessionEnd(now: Date): Date {
  return new Date(now.getTime() + SESSION_LIFETIME_DAYS * DAY_MS);
}

export function isSessionLive(session: SessionTimes, now: Date): boolean {
  const idleMs = now.getTime() - session.lastUsedAt.getTime();
  return session.revokedAt === null && now < session.expiresAt && idleMs < SESSION_IDLE_DAYS * DAY_MS;
}

export function isTouchDue(lastUsedAt: Date | null, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= TOUCH_AFTER_MS;
}

/** The most particular first: others call themselves by these names, too. */
const BROWSERS: [RegExp, string][] = [
  [/\bEdgA?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/(Chrome|CriOS|Chromium)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/** "Firefox on Windows", as well as a browser tells it; null for what says nothing of either. */
export function describeDevice(userAgent: string): string | null {
  const find = (names: [RegExp, string][]) => names.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = find(BROWSERS);
  const system = find(SYSTEMS);
  return browser && system ? `${browser} on ${system}` : (browser ?? system ?? null);
}
