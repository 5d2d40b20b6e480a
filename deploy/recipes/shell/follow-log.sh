#!/usr/bin/env bash
# Publishes each new line of a log file, also after it was rotated. Ends with 3 when the worker is
# gone; let the service manager start it again. Only tokens that grant the topic may read it.
#
#   follow-log.sh log/nginx /var/log/nginx/access.log
set -euo pipefail

if [ $# -ne 2 ]; then
  echo "usage: follow-log.sh TOPIC FILE" >&2
  exit 2
fi
# A line that arrives is published at once. --private: a log holds addresses and queries of visitors,
# and without it everybody may read them. The ids, a line each, are of no use here.
tail -n 0 -F -- "$2" | sluice publish "$1" --lines --private >/dev/null
