"use client";
import { SegmentedControl } from "./segmented-control";
import type { Theme } from "./theme";
import { useTheme } from "./use-theme";

const OPTIONS: { value: Theme; label: string }[] = [
  { value: "system", label: "As the device" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

/** Day, night, or as the device says. */
export function ThemeSwitch() {
  const [theme, setTheme] = useTheme();
  return <SegmentedControl label="Theme" options={OPTIONS} value={theme} onValueChange={setTheme} />;
}
