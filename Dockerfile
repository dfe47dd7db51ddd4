# syntax=docker/dockerfile:1
# The portal in one image: Node, the production bundle, Terraform. Build it at the root of the repository:
#
#   docker build --tag planroom .
#
# Terraform of another version or platform: give TERRAFORM_VERSION and, from the SHA256SUMS file of that release, the TERRAFORM_SHA256 of
# its zip for linux and TARGETARCH. NODE_IMAGE takes a digest as well: node:22.23.3-bookworm-slim@sha256:...
#
# Providers: what lies in docker/providers/ is copied to where Terraform looks before it asks a registry; see its README.md. Empty, they
# come from the network.
#
# Files: nothing needs to be writable but /data (a volume: work folders, provider cache) and /tmp (memory is enough):
#
#   docker run --read-only --tmpfs /tmp:size=512m --volume planroom:/data --cap-drop ALL --security-opt no-new-privileges ... planroom
#
# Isolation. app-config.production.yaml asks for `terraform.executors.local.isolation: uid`: each run's Terraform gets a user of its own,
# which only a portal that runs as root can arrange. This image runs as the user `node`, so it refuses to start until you decide:
#
#   - run the container with `--user root` and the capabilities CHOWN, DAC_OVERRIDE, FOWNER, KILL, SETGID and SETUID, and Terraform is kept
#     apart from the portal; or
#   - stay with `node`, set isolation to none and acceptSharedHost to true (docker-compose.yaml does, when you say so in .env).
#     Module authors can then read what the portal can read, which the health check reports as degraded.

ARG NODE_IMAGE=node:22.23.3-bookworm-slim

# Everything that is needed to build, and the production bundle.
FROM ${NODE_IMAGE} AS build
WORKDIR /src
# Native packages are compiled where no prebuilt file can be fetched.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
COPY . .
RUN node .yarn/releases/yarn-4.18.0.cjs install --immutable
RUN node .yarn/releases/yarn-4.18.0.cjs workspace backend build

# The bundle with its production dependencies only.
FROM build AS production
WORKDIR /app
RUN cp -r /src/.yarn /src/.yarnrc.yml /src/backstage.json /src/package.json /src/yarn.lock . \
  && tar --extract --gzip --file /src/packages/backend/dist/skeleton.tar.gz \
  && node .yarn/releases/yarn-4.18.0.cjs workspaces focus --all --production \
  && tar --extract --gzip --file /src/packages/backend/dist/bundle.tar.gz \
  && rm -rf .yarn .yarnrc.yml

# Terraform, checked against the checksum that its release publishes.
FROM ${NODE_IMAGE} AS terraform
ARG TARGETARCH=amd64
ARG TERRAFORM_VERSION=1.11.4
ARG TERRAFORM_SHA256=1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates curl unzip \
  && rm -rf /var/lib/apt/lists/*
RUN curl --fail --silent --show-error --location --output /tmp/terraform.zip \
    "https://releases.hashicorp.com/terraform/${TERRAFORM_VERSION}/terraform_${TERRAFORM_VERSION}_linux_${TARGETARCH}.zip" \
  && echo "${TERRAFORM_SHA256}  /tmp/terraform.zip" | sha256sum --check --strict \
  && unzip /tmp/terraform.zip terraform -d /usr/local/bin

# Providers that the image brings along, without what explains the folder.
FROM ${NODE_IMAGE} AS providers
COPY docker/providers /providers
RUN rm --force /providers/README.md /providers/.gitignore

FROM ${NODE_IMAGE}
# git: module sources may be repositories. tini: passes signals on and reaps what Terraform's providers leave behind.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git tini \
  && rm -rf /var/lib/apt/lists/* \
  # The programs of Node that fetch and run code are of no use to the portal.
  && rm -rf /usr/local/bin/corepack /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/yarn* /usr/local/lib/node_modules
ENV NODE_ENV=production \
  PLANROOM_HOME=/app \
  PLANROOM_DATA_DIR=/data
WORKDIR /app
COPY --from=terraform /usr/local/bin/terraform /usr/local/bin/terraform
COPY --from=providers /providers /usr/local/share/terraform/plugins
COPY --from=production /app ./
COPY app-config.yaml app-config.production.yaml app-config.github.yaml catalog-info.yaml ./
COPY templates ./templates
COPY terraform ./terraform
# Others may pass through to what belongs to them below, as isolation by user needs it, but not look around.
RUN mkdir /data && chown node:node /data && chmod 711 /data
VOLUME /data
USER node
EXPOSE 7007
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:7007/api/terraform/health').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "node", "--no-node-snapshot", "packages/backend"]
CMD ["--config", "app-config.yaml", "--config", "app-config.production.yaml"]
