import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Pictures are few and ours: the optimizer, a source of remote code execution in the past, stays off.
  images: { unoptimized: true },
  // Native code and packages that find their files beside themselves are loaded from node_modules, not bundled.
  serverExternalPackages: [
    "@node-rs/argon2",
    "pg",
    "pino",
    "@prisma/client",
    "@prisma/adapter-pg",
    "@mediabunny/mp3-encoder",
    "mediabunny",
    "@audio/decode-wav",
    "@audio/decode-flac",
    "@audio/decode-mp3",
    "@audio/decode-vorbis",
    "@audio/decode-opus",
  ],
};

export default config;
