# shellcheck shell=sh
# Disks that take no more.

try 'a report to a full device' 2 'No space left' "$m run --report json good.mcs >/dev/full"
try 'a report file that is a full device' 2 'No space left' "$m run --report json=/dev/full good.mcs"
try 'a capture to a full device' 2 'could not be saved' "$m run --save /dev/full good.mcs"
if [ "$(id -u)" = 0 ] && mkdir -p small && mount -t tmpfs -o size=8m,mode=1777 tmpfs small 2>/dev/null; then
    try 'a private server on a full disk' 3 'the disk is full' "TMPDIR=$work/small $m run good.mcs"
    try 'a spool on a full disk' 2 'could not be kept' \
        "java \$memory -Djava.io.tmpdir=$work/small/none -jar '$jar' run --save z good.mcs"
    head -c 8m /dev/zero >small/full 2>/dev/null
    try 'a report in a directory on a full disk' 2 'No space left' "$m run --report json=small/r.json good.mcs"
    umount small
else
    skip 'a private server, a spool and a report on a full disk' 'a small file system cannot be mounted'
fi
