# syntax=docker/dockerfile:1
# The image in which CodeBuild carries out one phase of a run: Node, the runner, Terraform and OpenTofu. Build it at the root of the
# repository:
#
#   docker build --file docker/runner.Dockerfile --tag <registry>/planroom/runner:<version> .
#
# Versions. TERRAFORM_VERSIONS and TOFU_VERSIONS are lists of <version>=<checksum>, divided by spaces; the checksum is that of the zip for
# linux and TARGETARCH, from the SHA256SUMS file of the release, and a zip with another one stops the build. Each version is kept under
# /usr/local/lib/planroom/terraform/<version>/ or /usr/local/lib/planroom/tofu/<version>/; the first of each list is also on the PATH. For another version or
# another processor give both, for example
#
#   --build-arg TERRAFORM_VERSIONS="1.11.4=1ce9942... 1.9.8=1868..." --build-arg TOFU_VERSIONS="1.10.6=..."
#
# Providers. What lies in docker/providers/ (its README.md says how it gets there) is copied to where Terraform looks first, so that builds
# need no registry.
#
# NODE_IMAGE takes a digest as well: node:22.23.3-bookworm-slim@sha256:...

ARG NODE_IMAGE=node:22.23.3-bookworm-slim

# The runner: files without dependencies, one for the phase itself and one that takes it from the bucket.
FROM ${NODE_IMAGE} AS runner
WORKDIR /src
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
COPY . .
RUN node .yarn/releases/yarn-4.18.0.cjs install --immutable
RUN node .yarn/releases/yarn-4.18.0.cjs workspace @planroom/terraform-runner build

# Terraform and OpenTofu, checked against the checksums that their releases publish.
FROM ${NODE_IMAGE} AS binaries
ARG TARGETARCH=amd64
ARG TERRAFORM_VERSIONS="1.11.4=1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc"
ARG TOFU_VERSIONS=""
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates curl unzip \
  && rm -rf /var/lib/apt/lists/*
COPY docker/install-binaries.sh /usr/local/bin/install-binaries
RUN install-binaries /usr/local/lib/planroom "${TARGETARCH}" "${TERRAFORM_VERSIONS}" "${TOFU_VERSIONS}"

# Providers that the image brings along, without what explains the folder.
FROM ${NODE_IMAGE} AS providers
COPY docker/providers /providers
RUN rm --force /providers/README.md /providers/.gitignore

FROM ${NODE_IMAGE}
# git and ssh: module sources may be repositories.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git openssh-client \
  && rm -rf /var/lib/apt/lists/* \
  # The programs of Node that fetch and run code are of no use to a phase.
  && rm -rf /usr/local/bin/corepack /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/yarn* /usr/local/lib/node_modules \
  # Terraform runs as this user, who owns no file of the image.
  && useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin planroom
ENV NODE_ENV=production \
  TF_IN_AUTOMATION=1 \
  CHECKPOINT_DISABLE=1
COPY --from=binaries /usr/local/lib/planroom /usr/local/lib/planroom
COPY --from=runner /src/packages/terraform-runner/dist /usr/local/lib/planroom/runner
COPY --from=providers /providers /usr/local/share/terraform/plugins
RUN for name in terraform tofu; do \
    if [ -L "/usr/local/lib/planroom/$name/default" ]; then ln -s "/usr/local/lib/planroom/$name/default/$name" "/usr/local/bin/$name"; fi; \
  done \
  # A phase that could not begin is seen here and not in the first run: without an environment the second says what it misses.
  && node --check /usr/local/lib/planroom/runner/runner.cjs \
  && node --check /usr/local/lib/planroom/runner/run-phase.js \
  && if node /usr/local/lib/planroom/runner/run-phase.js; then exit 1; else test $? -eq 64; fi \
  # Phases work below it. It is of the build's own user, so that Terraform's cannot take its place.
  && install --directory --mode=0711 /tmp/planroom
WORKDIR /work
# CodeBuild's own agent needs root in the container: it lays out the build's folders. The runner switches to the user planroom for Terraform.
USER root
# A build ends by itself, and CodeBuild asks no container for its health. No entry point: CodeBuild brings its own.
HEALTHCHECK NONE
CMD ["bash"]
