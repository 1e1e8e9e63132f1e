# docker buildx bake -f image/docker-bake.hcl            the image for this machine, loaded into Docker
# docker buildx bake -f image/docker-bake.hcl release    amd64 + arm64 with SBOM and provenance attestations; needs REGISTRY, add --push to publish

variable "REGISTRY" {
  default = "mesh-observatory"
}
variable "VERSION" {
  default = "0.1.0" # x-release-please-version
}
variable "REVISION" {
  default = "unknown"
}
variable "CREATED" {
  default = ""
}
variable "SOURCE" {
  default = ""
}
# "@sha256:…" of the multi-platform index. Renovate or `docker buildx imagetools inspect` tells.
variable "GRAFANA_DIGEST" {
  default = ""
}
variable "NODE_DIGEST" {
  default = ""
}

group "default" {
  targets = ["image"]
}

target "image" {
  context    = "."
  dockerfile = "Dockerfile"
  tags       = ["mesh-observatory:${VERSION}"]
  args = {
    VERSION        = VERSION
    REVISION       = REVISION
    CREATED        = CREATED
    SOURCE         = SOURCE
    GRAFANA_DIGEST = GRAFANA_DIGEST
    NODE_DIGEST    = NODE_DIGEST
  }
  output = ["type=docker"]
}

target "release" {
  inherits  = ["image"]
  platforms = ["linux/amd64", "linux/arm64"]
  tags      = ["${REGISTRY}:${VERSION}", "${REGISTRY}:latest"]
  # `docker buildx imagetools inspect <image> --format '{{ json .SBOM }}'` shows what is inside, `.Provenance` how it was made.
  attest = ["type=sbom", "type=provenance,mode=max"]
  output = ["type=registry"]
}
