import { AppError } from "./errors";
import { isId } from "./ids";

/** One page of a list; `nextCursor` is null on the last one. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** Where a row stands in a list that is ordered by hand. */
export interface Place {
  position: number;
  id: string;
}

/** An opaque cursor over UUID v7 ids. */
export function encodeCursor(id: string): string {
  return Buffer.from(id, "utf8").toString("base64url");
}

/** @throws AppError invalid_input when the cursor was not made by `encodeCursor`. */
export function decodeCursor(cursor: string): string {
  const id = Buffer.from(cursor, "base64url").toString("utf8");
  if (!isId(id)) throw badCursor();
  return id;
}

/** An opaque cursor over places. */
export function encodePlace({ position, id }: Place): string {
  return encodeCursor(`${position} ${id}`);
}

/** @throws AppError invalid_input when the cursor was not made by `encodePlace`. */
export function decodePlace(cursor: string): Place {
  const [position = "", id = "", ...rest] = Buffer.from(cursor, "base64url").toString("utf8").split(" ");
  const isNumber = position !== "" && Number.isFinite(Number(position));
  if (!isNumber || !isId(id) || rest.length > 0) throw badCursor();
  return { position: Number(position), id };
}

function badCursor(): AppError {
  return new AppError("invalid_input", "bad_cursor", "This list position is not valid. Start from the first page.", {
    fields: [{ field: "cursor", message: "Leave it out to start from the first page." }],
  });
}

/** Cuts rows fetched with `take: limit + 1` into a page. */
export function toPage<T extends { id: string }>(
  rows: T[],
  limit: number,
  encode = (last: T) => encodeCursor(last.id),
): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encode(last) : null };
}
