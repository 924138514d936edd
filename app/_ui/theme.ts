/** What a reader may wish for; "system" follows the device. */
export type Theme = "system" | "light" | "dark";

/** A cookie, so the server can render `<html data-theme>` at once and no script need run before the first paint. */
export const THEME_COOKIE = "segno-theme";

/** Reads the cookie's value; anything unknown is "system". */
export function parseTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}

/** The value of `data-theme` on `<html>`; undefined leaves it to the system. */
export function themeAttribute(theme: Theme): "light" | "dark" | undefined {
  return theme === "system" ? undefined : theme;
}
