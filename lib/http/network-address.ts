import { BlockList, isIP } from "node:net";
import { isLoopbackHost, readHost } from "@/lib/config/hosts";

const LOOPBACK = ["127.0.0.0/8", "::1/128"];

const lists = new WeakMap<readonly string[], BlockList>();

/** Whose word about a visitor's address counts: the machine's own, and the proxies named. */
function getTrusted(ranges: readonly string[]): BlockList {
  const known = lists.get(ranges);
  if (known) return known;
  const list = new BlockList();
  lists.set(ranges, list);
  for (const range of [...LOOPBACK, ...ranges]) {
    const [address = "", bits] = range.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    list.addSubnet(address, Number(bits ?? (family === "ipv6" ? 128 : 32)), family);
  }
  return list;
}

/**
 * The network address a request came from. `x-forwarded-for` ends with the one that connected to this process, put there by
 * `recordPeers`; each entry before it is the word of the one behind it, so it counts as far as the proxies are trusted and
 * no further: what stands before that anybody can write. "unknown" without the header. An IPv6 address is answered as its
 * network of 64 bits, since one household has all of it. `trustedProxies` are addresses or CIDR blocks.
 */
export function readNetworkAddress(headers: Headers, trustedProxies: readonly string[]): string {
  const trusted = getTrusted(trustedProxies);
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map(normalizeAddress).reverse();
  const stranger = hops.findIndex((hop, index) => index === hops.length - 1 || !isTrusted(hop, trusted));
  return shortenAddress(hops[stranger] ?? "") || "unknown";
}

/** What proxies write, and the framework does not. A visitor who writes one of them only takes something from themselves. */
const TRACES = ["forwarded", "via", "x-real-ip"];

/**
 * Whether a program on this machine asks a Segno that is served for this machine alone. Where the world comes in through a proxy
 * beside us nobody does: some proxies leave no trace, and then the world would look like the machine itself.
 */
export function isAtThisMachine(headers: Headers, appUrl: string): boolean {
  if (!isLoopbackHost(readHost(appUrl)) || TRACES.some((trace) => headers.has(trace))) return false;
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map(normalizeAddress);
  return hops.length === 1 && hops.every((hop) => isTrusted(hop, getTrusted([]))) && hasLoopbackHost(headers);
}

/** Not one that a page of somebody else's gave a name of its own. */
function hasLoopbackHost(headers: Headers): boolean {
  const url = `http://${headers.get("host") ?? ""}`;
  return URL.canParse(url) && isLoopbackHost(readHost(url));
}

function normalizeAddress(hop: string): string {
  const bare = hop
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\](:\d+)?$/, "$1")
    .replace(/^::ffff:(?=\d+\.)/, "");
  return /^\d+\.\d+\.\d+\.\d+:\d+$/.test(bare) ? bare.slice(0, bare.indexOf(":")) : bare;
}

function isTrusted(address: string, trusted: BlockList): boolean {
  const family = isIP(address);
  return family !== 0 && trusted.check(address, family === 6 ? "ipv6" : "ipv4");
}

function shortenAddress(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail === undefined ? [] : tail.split(":").filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return `${[...left, ...zeros, ...right].slice(0, 4).join(":")}::/64`;
}
