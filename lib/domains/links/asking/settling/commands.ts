import type { Tx } from "@/lib/db/client";
import { type Given, markGranted } from "./store";

/**
 * Notes that who asked by a link has what they asked for, given by the way of sharing: nobody is to answer it once more. For the
 * transaction that gives it. One that is just being answered is left to that.
 */
export async function settleRequests(tx: Tx, given: Given): Promise<void> {
  await markGranted(tx, given);
}
