import { createServer } from "node:net";
import { AppError } from "@/lib/core/errors";
import { isErrorCode } from "./data-folder";

/** A port that a part is about to listen on. */
export interface NeededPort {
  part: string;
  host: string;
  port: number;
  variable: string;
}

/** @throws AppError conflict naming every port that is taken, its part and the variable that moves it. */
export async function checkPorts(needed: NeededPort[]): Promise<void> {
  const messages = (await Promise.all(needed.map(describeTaken))).filter((message) => message !== null);
  if (messages.length > 0) throw new AppError("conflict", "port_taken", messages.join("\n"));
}

/** Why nobody of ours can listen there, with the cure, or null. */
export async function describeTaken({ part, host, port, variable }: NeededPort): Promise<string | null> {
  try {
    await tryListening(host, port);
    return null;
  } catch (error) {
    if (isErrorCode(error, "EADDRINUSE")) {
      return `Port ${port}, which ${part} needs, is taken by another program. Stop that program, or set ${variable} to a free port.`;
    }
    if (isErrorCode(error, "EACCES"))
      return `This user may not listen on port ${port}, which ${part} needs. Set ${variable} to a port above 1023.`;
    if (isErrorCode(error, "EADDRNOTAVAIL"))
      return `This machine has no address ${host}, on which ${part} should listen. Set SEGNO_HOST to one that it has.`;
    throw error;
  }
}

function tryListening(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}
