# The command `crategen` in an image: docker build --tag crategen . && docker run --rm --volume "$PWD:/work" crategen check
FROM rust:1-slim-bookworm AS build
WORKDIR /source
COPY . .
RUN apt-get update \
    && apt-get install --yes --no-install-recommends cmake gcc g++ make \
    && cargo build --release --locked --package crategen

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /source/target/release/crategen /usr/local/bin/crategen
WORKDIR /work
ENTRYPOINT ["crategen"]
