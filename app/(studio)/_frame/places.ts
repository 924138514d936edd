import { Activity, Archive, Bell, Download, House, Link2, type LucideIcon, Settings, Trash2 } from "lucide-react";

export interface Place {
  href: string;
  name: string;
  Icon: LucideIcon;
  /** Stands for the pages below its address as well. */
  isSection?: boolean;
}

export const HOME: Place = { href: "/", name: "Home", Icon: House };
export const NOTIFICATIONS: Place = { href: "/notifications", name: "Notifications", Icon: Bell };
export const SETTINGS: Place = { href: "/settings", name: "Settings", Icon: Settings };
const OPERATIONS: Place = { href: "/operations", name: "Operations", Icon: Activity, isSection: true };
const SHELVES: Place[] = [
  { href: "/links", name: "Links", Icon: Link2 },
  { href: "/exports", name: "Exports", Icon: Download },
  { href: "/archive", name: "Archive", Icon: Archive },
  { href: "/trash", name: "Trash", Icon: Trash2 },
];

/** Where one looks now and then, below the projects; the last for those who look after this Segno. */
export function listShelves({ isAdmin }: { isAdmin: boolean }): Place[] {
  return isAdmin ? [...SHELVES, OPERATIONS] : SHELVES;
}
