import { describeTaken, type NeededPort } from "../supervisor/ports";
import { type Check, fail, pass } from "./check";

/** Whether the ports of this machine's parts are ours: free while nothing runs, held by our own processes while it does. */
export async function checkOwnPorts(needed: readonly NeededPort[], isRunning: boolean): Promise<Check[]> {
  const listed = needed.map(({ part, port }) => `${part} ${port}`).join(", ");
  if (isRunning) return [pass("ports", `held by Segno: ${listed}`)];
  const taken = (await Promise.all(needed.map(describeTaken))).filter((message) => message !== null);
  if (taken.length === 0) return [pass("ports", `free: ${listed}`)];
  return taken.map((message) => {
    const [detail = "", ...cure] = message.split(/(?<=\.) /);
    return fail("ports", detail, cure.join(" "));
  });
}
