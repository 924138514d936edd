/**
 * A fetch that goes nowhere but where it was sent, since consent names the recipient, and that reads no endless answer.
 */
export function createBoundedFetch(longestBytes: number) {
  return async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const response = await fetch(input, { ...init, redirect: "manual" });
    if (response.body === null) return response;
    let sizeBytes = 0;
    const limit = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        sizeBytes += chunk.length;
        if (sizeBytes > longestBytes) controller.error(new RangeError("The answer is too long."));
        else controller.enqueue(chunk);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(limit), { status, statusText, headers });
  };
}
