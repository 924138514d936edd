import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const manifest = z.record(z.string(), z.string());

/**
 * The patterns of every page and route of the build that this process serves (`.next/app-path-routes-manifest.json`). None with hot
 * reload, where nothing is built: requests are then counted without their pattern.
 */
export function readBuiltRoutes(folder: string): string[] {
  try {
    const text = readFileSync(path.join(folder, ".next", "app-path-routes-manifest.json"), "utf8");
    return [...new Set(Object.values(manifest.parse(JSON.parse(text))))];
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
