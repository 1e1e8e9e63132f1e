# One image: Grafana with the Mesh Observatory plugin and dashboards, and the collector beside it, both supervised by s6.
# How it is put together and why: docs/adr/0007-one-image-supervised-by-s6.md. How to run it: docs/deployment.md.

# Each base is pinned by version. A release also pins the digest: NODE_DIGEST=@sha256:…, GRAFANA_DIGEST=@sha256:…
# (`docker buildx imagetools inspect grafana/grafana:<version>-ubuntu` prints it). Then the tag is only a comment.
ARG NODE_IMAGE=docker.io/library/node
# Not 24: from 24.19 on, Node aborts when it collects a statement of better-sqlite3 12 (assertion in
# RemoveEnvironmentCleanupHook); version 13 of that would leave Node 20 behind.
ARG NODE_VERSION=22.23.3
ARG NODE_DIGEST=
# The Ubuntu flavor: Node and SQLite are built for glibc, which the Alpine one does not have; the slim ones lack the
# Prometheus data source.
ARG GRAFANA_IMAGE=docker.io/grafana/grafana
ARG GRAFANA_VERSION=13.2.2
ARG GRAFANA_DIGEST=

# --- TypeScript → JavaScript: the same for every processor, so it runs on the builder's own --------------------------
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE}:${NODE_VERSION}-bookworm${NODE_DIGEST} AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
COPY packages/contract/package.json packages/contract/
COPY packages/simulator/package.json packages/simulator/
COPY packages/test-kit/package.json packages/test-kit/
COPY collector/package.json collector/
COPY grafana-plugin/package.json grafana-plugin/
COPY dashboards/package.json dashboards/
COPY image/package.json image/
# What the two builds need; the tests, checks and dashboards of the workspace need a fifth more.
RUN npm ci --ignore-scripts --no-audit --no-fund -w collector -w grafana-plugin
COPY tsconfig.base.json CHANGELOG.md ./
COPY packages packages
COPY collector collector
COPY dashboards dashboards
COPY grafana-plugin grafana-plugin
RUN npm run build -w collector \
 && npm run build -w grafana-plugin \
 && find collector/dist packages/*/dist \( -name '*.d.ts' -o -name '.tsbuildinfo' \) -delete

# --- What the collector needs at run time, with SQLite compiled for the image's processor -----------------------------
FROM ${NODE_IMAGE}:${NODE_VERSION}-bookworm${NODE_DIGEST} AS modules
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
COPY packages/contract/package.json packages/contract/
COPY packages/simulator/package.json packages/simulator/
COPY packages/test-kit/package.json packages/test-kit/
COPY collector/package.json collector/
COPY grafana-plugin/package.json grafana-plugin/
COPY dashboards/package.json dashboards/
COPY image/package.json image/
# From source and against the headers of this very Node: nothing is fetched that is not in the lock file.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund -w collector \
 && npm_config_nodedir=/usr/local npm --prefix node_modules/better-sqlite3 run build-release \
 && cd node_modules/better-sqlite3 \
 && mv build/Release/better_sqlite3.node /tmp/ \
 && rm -rf build deps src \
 && mkdir -p build/Release \
 && mv /tmp/better_sqlite3.node build/Release/ \
 && cd .. \
 && rm -rf @mesh-observatory .package-lock.json \
 # npm leaves the compiler and type packages that other packages name as peers; nothing runs them.
 && rm -rf typescript @types .bin

# --- The image -----------------------------------------------------------------------------------------------------
FROM ${GRAFANA_IMAGE}:${GRAFANA_VERSION}-ubuntu${GRAFANA_DIGEST}
USER root
# /data: everything that is kept. /run/mesh-observatory: everything made at start (a tmpfs when the root is read-only).
# Group 0 may write, for platforms that give each container a user id of its own.
RUN apt-get update \
 && apt-get install -y --no-install-recommends s6 curl libstdc++6 \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o 472 -g 0 -m 0770 /data /run/mesh-observatory

# In /usr/bin, because Grafana starts plugins with next to no environment, without a PATH too.
COPY --from=modules /usr/local/bin/node /usr/bin/node
COPY --from=modules /src/node_modules /opt/mesh-observatory/collector/node_modules
COPY --from=build /src/packages/contract/package.json /opt/mesh-observatory/collector/node_modules/@mesh-observatory/contract/
COPY --from=build /src/packages/contract/dist /opt/mesh-observatory/collector/node_modules/@mesh-observatory/contract/dist
# The demo's mesh; the collector loads it only when SIMULATE asks for it.
COPY --from=build /src/packages/simulator/package.json /opt/mesh-observatory/collector/node_modules/@mesh-observatory/simulator/
COPY --from=build /src/packages/simulator/dist /opt/mesh-observatory/collector/node_modules/@mesh-observatory/simulator/dist
COPY --from=build /src/collector/dist /opt/mesh-observatory/collector/dist
COPY collector/package.json collector/LICENSE /opt/mesh-observatory/collector/
COPY --from=build /src/grafana-plugin/dist /opt/mesh-observatory/plugins/meshobservatory-meshtastic-app
COPY dashboards/json /opt/mesh-observatory/dashboards
COPY provisioning/grafana /etc/grafana/provisioning
COPY LICENSE /opt/mesh-observatory/
COPY image/bin /opt/mesh-observatory/bin
COPY image/lib /opt/mesh-observatory/lib
COPY image/services /opt/mesh-observatory/services
# Fails the build, not the first start, should this base's libraries not suit the compiled module.
RUN ln -s /data/collector /opt/mesh-observatory/collector/data \
 && cd /opt/mesh-observatory/collector \
 && node -e "new (require('better-sqlite3'))(':memory:').exec('SELECT 1')"

ENV PATH=/opt/mesh-observatory/bin:/usr/share/grafana/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    NODE_ENV=production
# The collector: reachable from other containers (a token is always required), with a small heap.
ENV HOST=0.0.0.0 \
    PORT=8080 \
    HEAP_MB=192
# With SQLite's write-ahead log, reading Grafana's database does not wait for writing, nor fail with "database is locked".
ENV GF_DATABASE_WAL=true
# Grafana 13 compresses unless told otherwise, and its compression takes hundreds of megabytes and does not give them back.
# A reverse proxy compresses instead: docs/deployment.md.
ENV GF_SERVER_ENABLE_GZIP=false
# Grafana: our files, nobody without a password, and not one call to the internet.
ENV GOMEMLIMIT=192MiB \
    GF_PATHS_DATA=/data/grafana \
    GF_PATHS_PLUGINS=/opt/mesh-observatory/plugins \
    GF_PATHS_PROVISIONING=/etc/grafana/provisioning \
    GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS=meshobservatory-meshtastic-app,meshobservatory-meshtastic-datasource,meshobservatory-meshtastic-panel \
    GF_PLUGINS_PLUGIN_ADMIN_ENABLED=false \
    GF_PLUGINS_PREINSTALL_DISABLED=true \
    GF_PLUGINS_PREINSTALL_AUTO_UPDATE=false \
    GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED=true \
    GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH=/opt/mesh-observatory/dashboards/mesh-overview.json \
    GF_UNIFIED_ALERTING_ADMIN_CONFIG_POLL_INTERVAL=10s \
    GF_AUTH_ANONYMOUS_ENABLED=false \
    GF_USERS_ALLOW_SIGN_UP=false \
    GF_SECURITY_DISABLE_GRAVATAR=true \
    GF_SNAPSHOTS_EXTERNAL_ENABLED=false \
    GF_ANALYTICS_REPORTING_ENABLED=false \
    GF_ANALYTICS_CHECK_FOR_UPDATES=false \
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES=false \
    GF_ANALYTICS_FEEDBACK_LINKS_ENABLED=false \
    GF_NEWS_NEWS_FEED_ENABLED=false

# x-release-please-start-version
ARG VERSION=0.1.0
# x-release-please-end
ARG REVISION=unknown
ARG CREATED=
ARG SOURCE=
ARG GRAFANA_VERSION
LABEL org.opencontainers.image.title="Mesh Observatory" \
      org.opencontainers.image.description="Grafana observability for Meshtastic meshes: collector, plugin, dashboards and alerts in one image" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.licenses="GPL-3.0-or-later AND Apache-2.0 AND AGPL-3.0-only" \
      org.opencontainers.image.base.name="docker.io/grafana/grafana:${GRAFANA_VERSION}-ubuntu"

WORKDIR /opt/mesh-observatory
VOLUME /data
EXPOSE 3000 8080 1883
USER 472:0
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s --retries=3 CMD ["health"]
ENTRYPOINT ["/opt/mesh-observatory/bin/start"]
