#!/usr/bin/env bash
# Runs a command and tells a topic how it ended: for cron, CI and long jobs. Ends as the command
# ended, whether anybody could be told or not.
#
#   notify.sh jobs /usr/local/bin/backup --full
set -u

if [ $# -lt 2 ]; then
  echo "usage: notify.sh TOPIC COMMAND [ARGUMENT...]" >&2
  exit 2
fi
topic=$1
shift
began=$SECONDS
"$@"
code=$?

# The command's name alone: its arguments may hold what is not for everybody.
name=${1##*/}
if [ "$code" = 0 ]; then
  text="$name is done after $((SECONDS - began)) s"
else
  text="$name FAILED with $code after $((SECONDS - began)) s"
fi
printf %s "$text" | sluice publish "$topic" --type job >/dev/null ||
  echo "notify.sh: nobody was told: $text" >&2
exit "$code"
