#!/bin/sh
# Runs a command that must not outlive the process that started it. That process holds the other end of standard
# input; when it is closed, however its owner died, the command is asked to stop and, 20 s later, killed.
trap : TERM INT HUP
exec 3<&0
"$@" </dev/null 3<&- &
command=$!
{
  trap - TERM
  cat <&3 >/dev/null
  kill -TERM "$command"
  sleep 20
  kill -KILL "$command"
} 2>/dev/null &
watch=$!
exec 3<&-
wait "$command"
status=$?
# A trapped signal ends `wait` early; the command itself decides when it is done.
while kill -0 "$command" 2>/dev/null; do
  wait "$command"
  status=$?
done
kill "$watch" 2>/dev/null
exit "$status"
