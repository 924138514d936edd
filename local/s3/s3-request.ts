import type { IncomingMessage, ServerResponse } from "node:http";
import { S3Error } from "./s3-error";

/** The query string in the order it was sent; names may repeat. */
export class Query {
  constructor(readonly entries: ReadonlyArray<readonly [name: string, value: string]>) {}

  get(name: string): string | undefined {
    return this.entries.find((entry) => entry[0] === name)?.[1];
  }

  has(name: string): boolean {
    return this.entries.some((entry) => entry[0] === name);
  }
}

/** One request, path-style: `/<bucket>/<key>`. `bucket` and `key` are "" when absent. */
export interface S3Request {
  method: string;
  /** The path as it was sent, still percent-encoded: what the signature covers. */
  rawPath: string;
  bucket: string;
  key: string;
  query: Query;
  source: IncomingMessage;
  response: ServerResponse;
  header(name: string): string | undefined;
  /** An `x-amz-*` value: from the header, or from the query, where presigning moves it. */
  amz(name: string): string | undefined;
  /** All values whose `x-amz-*` name begins with `prefix`, by lower-case name. */
  amzStartingWith(prefix: string): Record<string, string>;
}

export function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new S3Error(400, "InvalidURI", "Couldn't parse the specified URI.", {}, { cause });
  }
}

function parseQuery(text: string): Query {
  const decode = (part: string) => decodeUri(part.replaceAll("+", " "));
  return new Query(
    text
      .split("&")
      .filter((pair) => pair !== "")
      .map((pair) => {
        const at = pair.indexOf("=");
        return at < 0
          ? ([decode(pair), ""] as const)
          : ([decode(pair.slice(0, at)), decode(pair.slice(at + 1))] as const);
      }),
  );
}

/** @throws S3Error InvalidURI */
export function parseRequest(source: IncomingMessage, response: ServerResponse): S3Request {
  const target = source.url ?? "/";
  if (!target.startsWith("/")) throw new S3Error(400, "InvalidURI", "Couldn't parse the specified URI.");
  const mark = target.indexOf("?");
  const rawPath = mark < 0 ? target : target.slice(0, mark);
  const query = parseQuery(mark < 0 ? "" : target.slice(mark + 1));
  const slash = rawPath.indexOf("/", 1);
  const header = (name: string) => {
    const value = source.headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  };
  return {
    method: source.method ?? "GET",
    rawPath,
    bucket: decodeUri(slash < 0 ? rawPath.slice(1) : rawPath.slice(1, slash)),
    key: slash < 0 ? "" : decodeUri(rawPath.slice(slash + 1)),
    query,
    source,
    response,
    header,
    amz: (name) => header(name) ?? query.get(name),
    amzStartingWith: (prefix) => {
      const named = [
        ...query.entries,
        ...Object.keys(source.headers).map((name) => [name, header(name) ?? ""] as const),
      ];
      return Object.fromEntries(
        named.map(([name, value]) => [name.toLowerCase(), value] as const).filter(([name]) => name.startsWith(prefix)),
      );
    },
  };
}
