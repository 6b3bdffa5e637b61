# shellcheck shell=sh
# Input that has no end, no sense or no place.

mkfifo pipe
{ echo '\set a xxxxxxxx'; i=0; while [ $i -lt 30 ]; do echo '\set a :a:a'; i=$((i + 1)); done; } >doubles.mcs
head -c 100000 /dev/urandom >garbage.mcrun

try 'a session file that has no end' 2 'expected a regular file' "$m run /dev/zero"
try 'a session file that is a pipe' 2 'expected a regular file' "$m run pipe"
try 'a session file that is a directory without any' 2 'holds no session files' "mkdir -p none; $m run none"
try 'standard input that has no end' 2 'longer than 64 MB' "$m </dev/zero"
try 'a variable that doubles with each line' 2 'doubles.mcs:22:10' "$m run -v doubles.mcs"
echo '\i itself.mcs' >itself.mcs
try 'a session file that runs itself' 1 'does it run itself' "$m run -v itself.mcs"
try 'a capture that is garbage' 2 'no run that memcheck' "$m view garbage.mcrun"
try 'a capture that is cut off' 2 'cut off' \
    "$m run -v --save whole.mcrun good.mcs >/dev/null; head -c -20 whole.mcrun >short.mcrun; $m view short.mcrun"
try 'a capture that has no end' 2 'expected a regular file' "$m view /dev/zero"
try 'a report over the session file' 2 'which is read' "$m run -v --report json=good.mcs good.mcs"
try 'two outputs to one file' 2 'cannot both go to' "$m run -v --save z --report json=z good.mcs"
