"use client";
import { useSyncExternalStore } from "react";
import { parseTheme, THEME_COOKIE, type Theme, themeAttribute } from "./theme";

const ONE_YEAR_SEC = 31_536_000;

function subscribe(notify: () => void): () => void {
  const observer = new MutationObserver(notify);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

function applyTheme(theme: Theme): void {
  const attribute = themeAttribute(theme);
  if (attribute) document.documentElement.dataset.theme = attribute;
  else delete document.documentElement.dataset.theme;
  const maxAgeSec = theme === "system" ? 0 : ONE_YEAR_SEC;
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${maxAgeSec}; samesite=lax`;
}

/** The theme in force and how to change it. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(
    subscribe,
    () => parseTheme(document.documentElement.dataset.theme),
    () => "system" as const,
  );
  return [theme, applyTheme];
}
