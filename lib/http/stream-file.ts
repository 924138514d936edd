/**
 * Answers a file to save whose pieces are made while it is sent, only as fast as it is taken. A failure in the middle breaks
 * the answer off, so that nobody takes half of it for the whole. `fileName` is one of ours, in ASCII.
 */
export function streamFile(pieces: AsyncGenerator<string, void>, fileName: string): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return();
    },
  });
  const headers = {
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename="${fileName}"`,
  };
  return new Response(body, { headers });
}
