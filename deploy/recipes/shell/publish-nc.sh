#!/usr/bin/env bash
# Publishes standard input through the control socket with nc alone, where sluice itself is not
# installed (a container, say, that shares the socket). Writes the worker's answer.
#
#   publish-nc.sh news < message.txt
set -euo pipefail

# A text as JSON writes it (RFC 8259, section 7): what is quoted is the quote, the backslash and
# the control characters.
json_text() {
  local text=$1 code character
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  for code in {1..31}; do
    printf -v character %b "\\x$(printf %x "$code")"
    text=${text//"$character"/"$(printf '\\u%04x' "$code")"}
  done
  printf '"%s"' "$text"
}

if [ $# -ne 1 ]; then
  echo "usage: publish-nc.sh TOPIC < DATA" >&2
  exit 2
fi
# $(…) takes line breaks off the end; the mark keeps them.
data=$(cat && printf x)
order="{\"topic\":$(json_text "$1"),\"data\":$(json_text "${data%x}")}"
answer=$(nc -N -U "${SLUICE_CONTROL:-/run/sluice/control.sock}" <<<"$order")
echo "$answer"
[[ $answer == '{"id":'* ]]
