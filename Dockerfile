# syntax=docker/dockerfile:1
ARG NODE_IMAGE=node:22-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
# the packages first: they stay in the cache while the sources change
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# what runs, and not the tests
RUN npx tsc -b cli dashboards/console/page && node scripts/bundle-console.mjs
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
ENV NODE_ENV=production TRAM5G_DATA_DIR=/data
RUN install --directory --owner=node --group=node /data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY LICENSE ./
USER node
VOLUME /data
EXPOSE 8080
# alive is whoever answers, and be it that a token is wanted (401)
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.TRAM5G_HTTP_PORT ?? 8080}/api/v1/health`).then((answer) => process.exit(answer.ok || answer.status === 401 ? 0 : 1), () => process.exit(1))"]
# room for what lives as long as one commit: a sixth less processor time
ENTRYPOINT ["node", "--max-semi-space-size=64", "dist/cli/main.js"]
CMD ["up"]
