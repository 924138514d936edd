import type { Services } from "@/lib/services";

/** A process that dies at one of its steps: from then on nothing of it goes on, and nobody in it notices. */
export interface DyingServices {
  services: Services;
  /** How many steps it took: a step is one statement, one transaction or one call to the mail provider. */
  count(): number;
  /** Resolves when it is dead. */
  died: Promise<"died">;
}

type Moment = "before" | "after";

/**
 * The same services, whose process dies right before or right after its `step`th step. What a step has done stays done, as
 * with a kill: no `catch` and no `finally` runs.
 */
export function createDyingServices(real: Services, step: number, moment: Moment): DyingServices {
  let count = 0;
  let die: (answer: "died") => void = () => undefined;
  const died = new Promise<"died">((resolve) => {
    die = resolve;
  });
  const never = new Promise<never>(() => undefined);
  const take = async (work: () => unknown): Promise<unknown> => {
    count += 1;
    const isLast = count === step;
    if (count > step || (isLast && moment === "before")) {
      die("died");
      return never;
    }
    const answer = await work();
    if (!isLast) return answer;
    die("died");
    return never;
  };
  const wrap = <T extends object>(target: T, depth: number): T =>
    new Proxy(target, {
      get: (object, name) => {
        const value: unknown = Reflect.get(object, name);
        if (typeof value === "function") {
          const call = value as (...given: unknown[]) => unknown;
          return (...given: unknown[]) => take(() => call.apply(object, given));
        }
        return depth > 0 && typeof value === "object" && value !== null ? wrap(value, depth - 1) : value;
      },
    });
  const services = { ...real, db: wrap(real.db, 1), mail: wrap(real.mail, 0) };
  return { services, count: () => count, died };
}
