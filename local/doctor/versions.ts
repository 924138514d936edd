import { createRequire } from "node:module";
import { checkNode, isInstalled } from "../bootstrap/prepare.mjs";
import { type Check, fail, pass } from "./check";

/** Native code that a build for another system, or an install that was cut off, leaves unloadable. */
const NATIVE = ["@node-rs/argon2", "sharp"] as const;

/** Node itself, what npm installed, and whether its native code loads here. */
export function checkVersions(nodeVersion = process.versions.node, native: readonly string[] = NATIVE): Check[] {
  return [checkNodeVersion(nodeVersion), checkPackages(), checkNative(native)];
}

function checkNodeVersion(version: string): Check {
  try {
    checkNode(version);
    return pass("node", version);
  } catch (error) {
    return fail("node", error instanceof Error ? error.message : version, "Install a newer one from nodejs.org.");
  }
}

function checkPackages(): Check {
  if (isInstalled()) return pass("packages", "as package-lock.json names them");
  return fail("packages", "node_modules is not what package-lock.json names", "npm ci --ignore-scripts");
}

function checkNative(names: readonly string[]): Check {
  const load = createRequire(import.meta.url);
  const broken = names.filter((name) => {
    try {
      load(name);
      return false;
    } catch (error) {
      // Whatever the reason, what helps is the same; programming errors don't come from here.
      return error instanceof Error;
    }
  });
  if (broken.length === 0) return pass("native code", names.join(", "));
  const cure = "Remove node_modules and run npm ci --ignore-scripts on this machine.";
  return fail("native code", `${broken.join(", ")} can't be loaded by Node on this machine`, cure);
}
