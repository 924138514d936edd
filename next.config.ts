import type { NextConfig } from "next";

/** On every answer, errors and files included. Pages get their content security policy, with a nonce, from proxy.ts. */
const EVERYWHERE = [
  { key: "x-content-type-options", value: "nosniff" },
  { key: "x-frame-options", value: "DENY" },
  { key: "referrer-policy", value: "same-origin" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
  { key: "permissions-policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
  // Browsers heed it on https only.
  { key: "strict-transport-security", value: "max-age=31536000" },
];

/** Who holds the address holds the key: it is told to no other site, and to no search engine. */
const LINKS = [
  { key: "referrer-policy", value: "no-referrer" },
  { key: "x-robots-tag", value: "noindex, nofollow" },
];

const API = [{ key: "content-security-policy", value: "default-src 'none'; frame-ancestors 'none'" }];

const config: NextConfig = {
  headers: () =>
    Promise.resolve([
      { source: "/:path*", headers: EVERYWHERE },
      { source: "/api/:path*", headers: API },
      { source: "/l/:path*", headers: LINKS },
    ]),
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are a gate of `npm test`; whoever hosts Segno need not wait for them at every build.
  typescript: { ignoreBuildErrors: true },
  // Pictures are few and ours: the optimizer, a source of remote code execution in the past, stays off.
  images: { unoptimized: true },
  // Native code and packages that find their files beside themselves are loaded from node_modules, not bundled.
  serverExternalPackages: [
    "@node-rs/argon2",
    "pg",
    "pino",
    "prom-client",
    "@prisma/client",
    "@prisma/adapter-pg",
    "@mediabunny/mp3-encoder",
    "mediabunny",
    "@audio/decode-flac",
    "@audio/decode-mp3",
    "@audio/decode-vorbis",
    "@audio/decode-opus",
    "music-metadata",
    "pdfkit",
  ],
};

export default config;
