#!/usr/bin/env bash
# Publishes standard input with curl, for a worker elsewhere. Writes the update's id, or the reason
# why it was refused.
#
#   SLUICE_URL=https://your.site/.well-known/mercure SLUICE_TOKEN_FILE=news.token \
#     publish-curl.sh news < message.txt
set -euo pipefail

if [ $# -ne 1 ]; then
  echo "usage: publish-curl.sh TOPIC < DATA" >&2
  exit 2
fi
: "${SLUICE_URL:?is not set}" "${SLUICE_TOKEN_FILE:?is not set}"

token=$(<"$SLUICE_TOKEN_FILE")

# Arguments are everybody's to see (ps), so the token reaches curl by a descriptor. printf is the
# shell's own.
curl --silent --show-error --fail-with-body --write-out '\n' \
  --header @<(printf 'Authorization: Bearer %s\n' "$token") \
  --data-urlencode "topic=$1" --data-urlencode data@- "$SLUICE_URL"
