#!/usr/bin/env bash
# Bundles the Discord components that the page draws with into static/discord.js, and fetches
# axe-core for the accessibility test. The results are committed: nobody else needs Node.js.
# Run it again after changing a version or the list of components below; the versions stand in
# static/discord.LICENSE.txt, too.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
vendored="$here/../../tests/sandbox_page/vendored"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts \
  @skyra/discord-components-core@4.0.2 lit@3.3.3 esbuild@0.28.2 axe-core@4.14.1

components="messages message author-info verified-author-tag reply mention code pre spoiler quote subscript time action-row embed embed-description embed-field
  embed-fields embed-footer file-attachment image-attachment"
for name in $components; do
  echo "import '@skyra/discord-components-core/discord-$name.js';"
done >entry.js
# The page asks no other host: every address of Discord's own servers becomes an empty one.
npx esbuild entry.js --bundle --minify --format=esm --target=es2022 --legal-comments=none \
  --charset=utf8 | sed -E 's#https://cdn\.discordapp\.com[^`"'"'"']*##g' >"$here/static/discord.js"
mkdir -p "$vendored"
cp node_modules/axe-core/axe.min.js "$vendored/axe.min.js"
cp node_modules/axe-core/LICENSE "$vendored/axe.LICENSE.txt"
