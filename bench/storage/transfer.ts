import http from "node:http";
import net from "node:net";

export interface Put {
  url: string;
  body: Buffer;
}

const agent = new http.Agent({ keepAlive: true });

/** Sends bodies with that many in flight. @returns what each was answered as its ETag */
export async function putAll(puts: readonly Put[], inFlight: number): Promise<string[]> {
  const etags: string[] = Array.from({ length: puts.length }, () => "");
  let next = 0;
  const work = async () => {
    for (let index = next++; index < puts.length; index = next++) {
      const put = puts[index];
      if (put) etags[index] = await putOne(put);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return etags;
}

function putOne({ url, body }: Put): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { "content-length": body.length };
    const request = http.request(url, { method: "PUT", agent, headers }, (response) => {
      response.resume().once("end", () => {
        if (response.statusCode === 200) resolve(response.headers.etag ?? "");
        else reject(new Error(`PUT was answered with ${response.statusCode}`));
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** Reads an answer and throws it away, into one buffer: the reader must not be what is measured. @returns bytes received */
export function drain(url: string): Promise<number> {
  const { hostname, port, pathname, search, host } = new URL(url);
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const onread = {
      buffer: Buffer.allocUnsafe(1 << 20),
      callback: (count: number) => {
        bytes += count;
        return true;
      },
    };
    const socket = net.connect({ host: hostname, port: Number(port), onread });
    socket.once("error", reject);
    socket.once("close", () => resolve(bytes));
    socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
}
