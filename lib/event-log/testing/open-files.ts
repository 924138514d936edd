import { existsSync, readdirSync, readlinkSync } from "node:fs";

const DESCRIPTORS = "/proc/self/fd";

/** Files below a folder that this process still holds open; where the system does not tell, none. */
export function listOpenFiles(folder: string): string[] {
  if (!existsSync(DESCRIPTORS)) return [];
  return readdirSync(DESCRIPTORS)
    .map(readDescriptor)
    .filter((file) => file.startsWith(folder));
}

/** What listing the folder itself had open is closed again by now. */
function readDescriptor(descriptor: string): string {
  try {
    return readlinkSync(`${DESCRIPTORS}/${descriptor}`);
  } catch {
    return "";
  }
}
