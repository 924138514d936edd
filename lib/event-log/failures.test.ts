import { stat } from "node:fs/promises";
import { expect, it } from "vitest";
import type { AppError } from "@/lib/core/errors";
import {
  isSystemError,
  readSystemCode,
  reportDamage,
  reportManifestDamage,
  reportNoLog,
  reportReadOnly,
  reportUnfinished,
  reportWriteFailure,
} from "./failures";

const CAUSE = new RangeError("why");

it.each<[AppError, Partial<AppError>]>([
  [
    reportDamage("segment-1", 3, 70, "it is wrong"),
    {
      code: "unavailable",
      reason: "log_damaged",
      message:
        "The event log is damaged in segment-1, line 3, byte 70: it is wrong. Nothing was changed. Restore this file from a backup.",
      fields: [
        { field: "segment", message: "segment-1" },
        { field: "line", message: "3" },
        { field: "byteOffset", message: "70" },
      ],
    },
  ],
  [
    reportManifestDamage("it is wrong"),
    {
      code: "unavailable",
      reason: "log_damaged",
      message:
        "The event log's manifest.json cannot be trusted: it is wrong. Nothing was changed. Restore the folder from a backup.",
      fields: [{ field: "segment", message: "manifest.json" }],
    },
  ],
  [
    reportReadOnly(CAUSE),
    {
      code: "unavailable",
      reason: "log_read_only",
      message:
        "The disk could not promise to keep the last events, so the event log takes no more. Check the disk, then restart.",
      cause: CAUSE,
    },
  ],
  [
    reportWriteFailure(CAUSE),
    {
      code: "unavailable",
      reason: "log_write_failed",
      message: "The event could not be written and nothing of it was kept. Free some disk space, then try again.",
      cause: CAUSE,
    },
  ],
  [
    reportNoLog("/some/folder"),
    {
      code: "not_found",
      reason: "log_not_found",
      message: "There is no event log in /some/folder: it has no manifest.json.",
    },
  ],
  [
    reportUnfinished(CAUSE),
    {
      code: "unavailable",
      reason: "log_unfinished",
      message:
        "The machine stopped before the event log's last lines reached their file. Start what writes to it: it puts them back from tail.journal by itself.",
      cause: CAUSE,
    },
  ],
])("%s says what is wrong and what to do", (error, expected) => {
  expect(error).toMatchObject(expected);
});

it("a failure of the system is told from one of a program", async () => {
  const ofSystem: unknown = await stat("/nothing/here").catch((error: unknown) => error);
  expect([readSystemCode(ofSystem), isSystemError(ofSystem)]).toEqual(["ENOENT", true]);
  const ofNode = Object.assign(new TypeError("no"), { code: "ERR_INVALID_ARG_TYPE" });
  expect([readSystemCode(ofNode), isSystemError(ofNode)]).toEqual(["ERR_INVALID_ARG_TYPE", false]);
  const ofTool = Object.assign(new Error("exit"), { code: 1 });
  for (const other of [new Error("no"), ofTool, { code: "ENOENT", errno: -2 }, "ENOENT", undefined, null]) {
    expect(readSystemCode(other)).toBeUndefined();
    expect(isSystemError(other)).toBe(false);
  }
});
