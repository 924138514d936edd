/** What a program may use of the machine, kept by the kernel. Zero `fileBytes` is "may write to no file". */
export interface ResourceLimits {
  addressSpaceBytes: number;
  cpuSec: number;
  fileBytes: number;
}

const FILE_BLOCK_BYTES = 512;
const PROGRAM_NOT_FOUND = 127;
const PROGRAM_NOT_EXECUTABLE = 126;

/** Every system but Windows has a shell that can lower its own limits and then become the program. */
const CAN_LIMIT = process.platform !== "win32";

/**
 * The command that runs a program under limits; it takes the shell's place, so process and group stay the same.
 * A limit that a system does not know (macOS has none for the address space) is left out.
 */
export function limitedCommand(
  command: string,
  args: readonly string[],
  { addressSpaceBytes, cpuSec, fileBytes }: ResourceLimits,
): { command: string; args: readonly string[] } {
  if (!CAN_LIMIT) return { command, args };
  const limits = [
    `-v ${Math.ceil(addressSpaceBytes / 1024)}`,
    `-t ${Math.max(1, Math.ceil(cpuSec))}`,
    `-f ${Math.ceil(fileBytes / FILE_BLOCK_BYTES)}`,
    "-c 0",
  ];
  const script = `${limits.map((limit) => `ulimit ${limit} 2>/dev/null || :`).join("; ")}; exec "$@"`;
  return { command: "sh", args: ["-c", script, "sh", command, ...args] };
}

/** True for how the shell ends when the program is not there; no tool of ours ends so by itself. */
export function isMissingProgram(exitCode: number | null): boolean {
  return CAN_LIMIT && (exitCode === PROGRAM_NOT_FOUND || exitCode === PROGRAM_NOT_EXECUTABLE);
}
