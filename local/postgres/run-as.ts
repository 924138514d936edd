import { execFile } from "node:child_process";
import { chown, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { AppError } from "@/lib/core/errors";

const run = promisify(execFile);
const USER = "postgres";

/** How PostgreSQL's programs are started: as ourselves, or as another user when we are root, which they refuse to be. */
export interface RunAs {
  owner: { uid: number; gid: number } | null;
  command(binary: string, args: string[]): { file: string; args: string[]; ids: { uid?: number; gid?: number } };
}

/** @throws AppError unavailable when we are root and no other user can be had. */
export async function chooseRunAs(folder: string, binary: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return { owner: null, command: (file, args) => ({ file, args, ids: {} }) };
  const owner = (await findUser()) ?? (await createUser());
  const canReach = (await canTraverse(folder, owner)) && (await canTraverse(path.dirname(binary), owner));
  if (canReach) return { owner, command: (file, args) => ({ file, args, ids: owner }) };
  // A checkout below /root is closed to every other user. One kept capability lets PostgreSQL pass through it.
  const flags = [
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    "--clear-groups",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
    "--",
  ];
  return { owner, command: (file, args) => ({ file: "setpriv", args: [...flags, file, ...args], ids: {} }) };
}

async function findUser(): Promise<{ uid: number; gid: number } | null> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", USER]), run("id", ["-g", USER])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch (error) {
    // `id` exits with 1 for a user that does not exist; anything else is not an answer.
    if (error instanceof Error && "code" in error && error.code === 1) return null;
    throw error;
  }
}

async function createUser(): Promise<{ uid: number; gid: number }> {
  try {
    await run("useradd", ["--system", "--user-group", "--no-create-home", USER]);
  } catch (cause) {
    const message =
      "PostgreSQL does not run as root, and a user named postgres could not be made. Start Segno as another user, or set DATABASE_URL.";
    throw new AppError("unavailable", "no_postgres_user", message, { cause });
  }
  const user = await findUser();
  if (user === null)
    throw new AppError("unavailable", "no_postgres_user", "The user postgres was made but is not there.");
  return user;
}

async function canTraverse(folder: string, owner: { uid: number; gid: number }): Promise<boolean> {
  for (let current = path.dirname(path.resolve(folder)); ; current = path.dirname(current)) {
    const { mode, uid, gid } = await stat(current);
    const bit = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (current === path.dirname(current)) return true;
  }
}

/** Gives the folder and all in it to the user that PostgreSQL runs as, unless it already has it. */
export async function giveFolder(folder: string, { owner }: RunAs): Promise<void> {
  if (owner === null || (await stat(folder)).uid === owner.uid) return;
  const entries = await readdir(folder, { recursive: true });
  for (const entry of entries) await chown(path.join(folder, entry), owner.uid, owner.gid);
  await chown(folder, owner.uid, owner.gid);
}
