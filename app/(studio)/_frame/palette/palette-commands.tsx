"use client";
import { Monitor, Moon, Plus, Sun, Upload } from "lucide-react";
import type { ReactNode } from "react";
import { useTheme } from "@/app/_ui/use-theme";
import { usePerson } from "../person";
import { HOME, listShelves, NOTIFICATIONS, SETTINGS } from "../places";
import { PaletteGroup, PaletteRow } from "./palette-row";

interface PaletteCommandsProps {
  /** Only those are shown that have a word beginning so; all of them for "". */
  typed: string;
  onGo: (href: string) => void;
  onNewProject: (() => void) | null;
  /** Where takes would go, when they may. */
  upload: { projectName: string; choose: () => void } | null;
  onDone: () => void;
}

interface PaletteCommand {
  title: string;
  detail?: string;
  icon: ReactNode;
  act: () => void;
}

/** Places to go to and things to do, beside what was found. */
export function PaletteCommands({ typed, onGo, onNewProject, upload, onDone }: PaletteCommandsProps) {
  const [theme, setTheme] = useTheme();
  const places = [HOME, NOTIFICATIONS, SETTINGS, ...listShelves(usePerson())];
  const look = (value: typeof theme) => () => {
    setTheme(value);
    onDone();
  };
  const all: (PaletteCommand | null)[] = [
    upload && { title: "Upload takes", detail: upload.projectName, icon: <Upload aria-hidden />, act: upload.choose },
    onNewProject && { title: "New project", icon: <Plus aria-hidden />, act: onNewProject },
    ...places.map(({ href, name, Icon }) => ({ title: name, icon: <Icon aria-hidden />, act: () => onGo(href) })),
    theme === "light" ? null : { title: "Light theme", icon: <Sun aria-hidden />, act: look("light") },
    theme === "dark" ? null : { title: "Dark theme", icon: <Moon aria-hidden />, act: look("dark") },
    theme === "system" ? null : { title: "Theme as the device", icon: <Monitor aria-hidden />, act: look("system") },
  ];
  const shown = all.filter((command) => command !== null).filter(({ title }) => hasWord(title, typed));
  if (shown.length === 0) return null;
  return (
    <PaletteGroup heading="Go to and do">
      {shown.map(({ title, detail, icon, act }) => (
        <PaletteRow key={title} value={`command:${title}`} icon={icon} title={title} detail={detail} onChoose={act} />
      ))}
    </PaletteGroup>
  );
}

function hasWord(title: string, typed: string): boolean {
  const folded = title.toLowerCase();
  return folded.startsWith(typed) || folded.includes(` ${typed}`);
}
