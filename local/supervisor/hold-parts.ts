import type { ChildProcess } from "node:child_process";
import { AppError } from "@/lib/core/errors";
import { childMessage, type OrderMessage } from "./messages";
import { hasEnded } from "./process-group";

/** Parts that stand still together. */
export interface Hold {
  /** Lets them go on. @returns whether every one of them stood still from the beginning until now. */
  release(): boolean;
}

/**
 * Makes stand-ins keep their folders as they are. After `limitMs` they go on whatever their holder does: people wait.
 * @throws AppError unavailable when one of them ends or does not hold in time; none is held then.
 */
export async function holdParts(children: ChildProcess[], limitMs: number): Promise<Hold> {
  let isWhole = true;
  let isReleased = false;
  const order = (message: OrderMessage): void => {
    for (const child of children) if (child.connected) child.send(message, () => undefined);
  };
  const onExit = (): void => {
    isWhole = false;
  };
  const letGo = (): void => {
    if (isReleased) return;
    isReleased = true;
    clearTimeout(timer);
    for (const child of children) child.off("exit", onExit);
    order({ type: "release" });
  };
  const timer = setTimeout(() => {
    isWhole = false;
    letGo();
  }, limitMs);
  for (const child of children) child.once("exit", onExit);
  const answers = children.map((child) => waitUntilHeld(child, limitMs));
  order({ type: "hold" });
  try {
    await Promise.all(answers);
  } catch (error) {
    letGo();
    throw error;
  }
  return {
    release: () => {
      letGo();
      return isWhole;
    },
  };
}

function waitUntilHeld(child: ChildProcess, limitMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (act: () => void): void => {
      clearTimeout(timer);
      child.off("message", onMessage);
      child.off("exit", fail);
      act();
    };
    const fail = (): void => {
      const sentence = "A part of Segno was busy or started again during the backup. Try again.";
      finish(() => reject(new AppError("unavailable", "not_held", sentence)));
    };
    const onMessage = (raw: unknown): void => {
      if (childMessage.parse(raw).type === "held") finish(resolve);
    };
    const timer = setTimeout(fail, limitMs);
    child.on("message", onMessage);
    child.once("exit", fail);
    if (hasEnded(child)) fail();
  });
}
