import type { UploadView } from "@/lib/domains/uploads/schema";
import { FileGoneError } from "./file-error";

type Plan = Pick<UploadView, "partSizeBytes" | "sizeBytes" | "partCount">;

export function listParts(plan: Plan): number[] {
  return Array.from({ length: plan.partCount }, (_, index) => index + 1);
}

export function partLength(plan: Plan, number: number): number {
  return Math.min(plan.partSizeBytes, plan.sizeBytes - (number - 1) * plan.partSizeBytes);
}

/** Bytes of a part. @throws FileGoneError when the file was moved, changed, or its disk pulled out. */
export async function readPart(file: File, plan: Plan, number: number): Promise<ArrayBuffer> {
  const start = (number - 1) * plan.partSizeBytes;
  const length = partLength(plan, number);
  const bytes = await file
    .slice(start, start + length)
    .arrayBuffer()
    .catch((cause: unknown) => {
      throw new FileGoneError("The file can't be read.", { cause });
    });
  if (bytes.byteLength === length) return bytes;
  throw new FileGoneError("The file is shorter than it was.");
}
