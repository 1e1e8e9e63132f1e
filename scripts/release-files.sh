#!/bin/sh
# Makes the files that are attached to a release, in release/: plugin archives, SBOM (CycloneDX) and SHA256SUMS.
set -eu
cd "$(dirname "$0")/.."

version=$(node -p 'require("./package.json").version')
rm -rf release grafana-plugin/artifacts
mkdir release
npm run package -w grafana-plugin
cp grafana-plugin/artifacts/*.zip release/
npm sbom --sbom-format cyclonedx --omit dev >"release/mesh-observatory-$version.cdx.json"
cd release
sha256sum -- * >SHA256SUMS
cat SHA256SUMS
