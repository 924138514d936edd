# Segno as one image for every role. Node is the one that the tests run on; see docs/DEPLOY.md for another.
ARG NODE=20.20.2

FROM node:${NODE}-bookworm-slim AS build
WORKDIR /srv/segno
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# The very steps of `npm start`, so that it finds nothing left to do, nor to write beside the sources.
RUN node --input-type=module -e 'import * as it from "./local/bootstrap/prepare.mjs"; await it.installPackages(); await it.generateClient(); await it.buildApp();' \
  && node --import tsx --input-type=module -e 'const it = await import("./local/postgres/binaries.ts"); await it.findBinaries();' \
  && rm -rf .next/cache

FROM node:${NODE}-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ffmpeg \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/segno
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 SEGNO_DATA_DIR=/var/lib/segno SEGNO_LOG_FORMAT=json
COPY --from=build --chown=root:root /srv/segno /srv/segno
RUN mkdir -p /var/lib/segno .next/cache && chown node:node /var/lib/segno .next/cache
USER node
VOLUME /var/lib/segno
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/api/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "local/start.mjs"]
