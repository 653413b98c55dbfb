# One image for every service and job: `docker run liaison-hub <name>` (infra/docker/run.ts). The stage `trial` adds the
# local identity provider and the demonstration, with the packages that these alone need.
ARG NODE_IMAGE=node:24-bookworm-slim

# What the lock file says, without development's packages: made anew only where the lock file changes.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /hub
COPY package.json package-lock.json .npmrc ./
COPY patches patches
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev

# The compiler and the trial’s packages; none of them needs an install script or a program of its own.
FROM ${NODE_IMAGE} AS development
WORKDIR /hub
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --include=dev --omit=optional --ignore-scripts
RUN mkdir /trial && npm query '#oidc-provider, #oidc-provider *, #csv-parse' \
  | node -p 'JSON.parse(fs.readFileSync(0, "utf8")).map((one) => one.location).join("\n")' \
  | xargs -I {} cp -r --parents {} /trial

FROM development AS build
COPY . .
RUN node_modules/.bin/tsc -p tsconfig.build.json

FROM ${NODE_IMAGE} AS runtime
WORKDIR /hub
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
# One folder a service, for volumes with its secrets alone; a new volume takes over the owner.
RUN --mount=type=bind,source=apps,target=/apps cd /apps \
  && for name in * operator postgres identity; do install -d -o 1000 -g 1000 "/secrets/$name"; done
COPY --from=dependencies /hub/node_modules node_modules
COPY package.json ./
COPY docs docs
COPY libs/codes/data libs/codes/data
COPY infra/kafka/topics.json infra/kafka/access.json infra/kafka/
COPY --from=build /hub/dist/libs dist/libs
COPY --from=build /hub/dist/apps dist/apps
COPY --from=build /hub/dist/infra/docker dist/infra/docker
COPY --from=build /hub/dist/infra/postgres dist/infra/postgres
# The user "node", by its number: only so can Kubernetes see that it is not root.
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=10s --start-period=120s --start-interval=4s --retries=4 CMD ["node", "dist/infra/docker/healthy.js"]
ENTRYPOINT ["node", "dist/infra/docker/run.js"]

FROM runtime AS trial
COPY --from=development /trial/node_modules node_modules
COPY infra/local/demonstration/data infra/local/demonstration/data
COPY --from=build /hub/dist/infra/local dist/infra/local

FROM runtime AS hub
