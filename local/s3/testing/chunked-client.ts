import { createHash, createHmac } from "node:crypto";
import http from "node:http";
import { text } from "node:stream/consumers";
import { bucket, credentials } from "./s3-fixture";

/** A client that signs as the SDKs for Java and Go do: by header, the body in chunks, each with a signature of its own. */
const region = "us-east-1";
const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

export interface ChunkedPut {
  key: string;
  chunks: Buffer[];
  /** A checksum that follows the body, such as `x-amz-checksum-crc32c`. */
  trailer?: { name: string; value: string };
  /** Spoils the framed body on its way: the pieces are one a chunk, the empty last one, then the trailer's lines. */
  spoil?: (pieces: Buffer[]) => Buffer[];
}

export async function putChunked(url: string, put: ChunkedPut): Promise<{ status: number; body: string }> {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  const keys = [date.slice(0, 8), region, "s3", "aws4_request"];
  const signingKey = keys.reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  const payload = `STREAMING-AWS4-HMAC-SHA256-PAYLOAD${put.trailer ? "-TRAILER" : ""}`;
  const headers: Record<string, string> = {
    "content-encoding": "aws-chunked",
    host: new URL(url).host,
    "x-amz-content-sha256": payload,
    "x-amz-date": date,
    "x-amz-decoded-content-length": String(put.chunks.reduce((sum, chunk) => sum + chunk.length, 0)),
    ...(put.trailer ? { "x-amz-trailer": put.trailer.name } : {}),
  };
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const canonical = ["PUT", `/${bucket}/${put.key}`, "", lines, names.join(";"), payload].join("\n");
  const sign = (parts: string[]) => hmac(signingKey, parts.join("\n")).toString("hex");
  const seed = sign(["AWS4-HMAC-SHA256", date, scope, sha256(canonical)]);
  const pieces = frame(put, seed, (kind, previous, ...digests) => sign([kind, date, scope, previous, ...digests]));
  const body = Buffer.concat(put.spoil ? put.spoil(pieces) : pieces);
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope},SignedHeaders=${names.join(";")},Signature=${seed}`;
  return send(
    `${url}/${bucket}/${put.key}`,
    { ...headers, authorization, "content-length": String(body.length) },
    body,
  );
}

function frame(put: ChunkedPut, seed: string, sign: (kind: string, ...lines: string[]) => string): Buffer[] {
  let previous = seed;
  const pieces = [...put.chunks, Buffer.alloc(0)].map((chunk) => {
    previous = sign("AWS4-HMAC-SHA256-PAYLOAD", previous, sha256(""), sha256(chunk));
    const head = `${chunk.length.toString(16)};chunk-signature=${previous}\r\n`;
    return Buffer.concat([Buffer.from(head), chunk, Buffer.from(chunk.length > 0 ? "\r\n" : "")]);
  });
  if (!put.trailer) return [...pieces, Buffer.from("\r\n")];
  const { name, value } = put.trailer;
  const signature = sign("AWS4-HMAC-SHA256-TRAILER", previous, sha256(`${name}:${value}\n`));
  return [...pieces, Buffer.from(`${name}:${value}\r\nx-amz-trailer-signature:${signature}\r\n\r\n`)];
}

function send(url: string, headers: Record<string, string>, body: Buffer): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: "PUT", headers }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}
