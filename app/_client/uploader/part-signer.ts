import type { SignedParts, UploadView } from "@/lib/domains/uploads/schema";
import { callApi } from "../api/request";
import { partLength } from "./file-part";
import { hashPart } from "./hash-part";

/** Parts whose addresses are asked for together, just before the first of them is sent. */
const SIGNED_AT_ONCE = 8;
/** The first few alone: nothing is sent before they are hashed. */
const FIRST_SIGNED = 3;
/** An address works for fifteen minutes; one that has waited for so long is asked for anew. */
const FRESH_MS = 12 * 60_000;

type SignedPart = SignedParts["parts"][number];
interface Signing {
  parts: Map<number, SignedPart>;
  atMs: number;
}

interface SignerOptions {
  file: File;
  upload: UploadView;
  /** The upload's address in the API. */
  path: string;
  /** In the order in which they are sent. */
  numbers: readonly number[];
  /** Filled with what was hashed. */
  known: Map<number, string>;
  signal: AbortSignal;
}

/** Addresses of parts, signed in eights as they are needed; the hashes are taken before, and kept in `known`. */
export function createPartSigner({ file, upload, path, numbers, known, signal }: SignerOptions) {
  const signings = new Map<number, Promise<Signing>>();

  const hashes = new Map<number, Promise<string | undefined>>();
  const readHash = (number: number): Promise<string | undefined> => {
    const found = hashes.get(number);
    if (found) return found;
    const hash = hashPart(file, upload, number);
    hashes.set(number, hash);
    hash.catch(() => hashes.delete(number));
    return hash;
  };
  const describe = async (number: number) => {
    const sha256 = known.get(number) ?? (await readHash(number));
    if (sha256) known.set(number, sha256);
    return { number, sizeBytes: partLength(upload, number), ...(sha256 ? { sha256 } : {}) };
  };
  /** While these are sent the next are hashed, so that sending need not wait for it. What fails is told when it is signed. */
  const hashAhead = async (wanted: readonly number[]) => {
    for (const number of wanted) if (!signal.aborted) await describe(number);
  };
  const sign = async (wanted: readonly number[]): Promise<Signing> => {
    const parts: Awaited<ReturnType<typeof describe>>[] = [];
    for (const number of wanted) {
      signal.throwIfAborted();
      parts.push(await describe(number));
    }
    const answer = await callApi<SignedParts>(`${path}/parts`, { method: "POST", body: { parts }, signal });
    return { parts: new Map(answer.parts.map((part) => [part.number, part])), atMs: performance.now() };
  };
  const signGroup = (group: number): Promise<Signing> => {
    const found = signings.get(group);
    if (found) return found;
    const signing = sign(groupOf(numbers, group));
    signings.set(group, signing);
    // Whoever waits for it hears of the failure; whoever asks next begins anew.
    signing.then(
      () => void hashAhead(groupOf(numbers, group + 1)).catch(() => undefined),
      () => signings.delete(group),
    );
    return signing;
  };
  const signAlone = async (number: number): Promise<SignedPart> => pick(await sign([number]), number);

  return {
    async sign(number: number): Promise<SignedPart> {
      const at = numbers.indexOf(number);
      const signing = await signGroup(at < FIRST_SIGNED ? 0 : 1 + Math.floor((at - FIRST_SIGNED) / SIGNED_AT_ONCE));
      return performance.now() - signing.atMs < FRESH_MS ? pick(signing, number) : await signAlone(number);
    },
    /** After a refusal: a fresh address for this one. */
    signAnew: signAlone,
  };
}

function groupOf(numbers: readonly number[], group: number): readonly number[] {
  const start = group === 0 ? 0 : FIRST_SIGNED + (group - 1) * SIGNED_AT_ONCE;
  return numbers.slice(start, group === 0 ? FIRST_SIGNED : start + SIGNED_AT_ONCE);
}

function pick(signing: Signing, number: number): SignedPart {
  const part = signing.parts.get(number);
  if (!part) throw new Error(`Part ${number} was not signed.`);
  return part;
}
