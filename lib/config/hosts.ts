import { isIPv4, isIPv6 } from "node:net";

/** The host of a URL without the brackets of an IPv6 address. */
export function readHost(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, "").toLowerCase();
}

export function isLoopbackHost(host: string): boolean {
  return (
    host === "localhost" || host.endsWith(".localhost") || host === "::1" || (isIPv4(host) && host.startsWith("127."))
  );
}

/** Loopback, private ranges (RFC 1918, 4193, 6598, link-local) and names that no public DNS serves. */
export function isPrivateHost(host: string): boolean {
  if (isLoopbackHost(host)) return true;
  if (isIPv4(host)) return isPrivateIPv4(host);
  if (isIPv6(host)) return /^f[cd]|^fe[89ab]/.test(host);
  return !host.includes(".") || /\.(local|lan|home|internal|test|home\.arpa)$/.test(host);
}

function isPrivateIPv4(host: string): boolean {
  const [first = 0, second = 0] = host.split(".").map(Number);
  if (first === 10 || first === 0) return true;
  if (first === 172) return second >= 16 && second <= 31;
  if (first === 192) return second === 168;
  if (first === 169) return second === 254;
  return first === 100 && second >= 64 && second <= 127;
}
