interface Unchanging {
  etag: string;
  load: () => Promise<Uint8Array>;
  contentType: string;
}

/** Answers bytes that never change at their address: kept by the browser, and not sent to one that has them. */
export async function answerUnchanging(request: Request, { etag, load, contentType }: Unchanging): Promise<Response> {
  const headers = { etag, "cache-control": "private, max-age=31536000, immutable" };
  const known = request.headers.get("if-none-match")?.split(",") ?? [];
  if (known.some((tag) => tag.trim() === etag)) return new Response(null, { status: 304, headers });
  const bytes = new Uint8Array(await load());
  return new Response(bytes, { headers: { ...headers, "content-type": contentType } });
}
