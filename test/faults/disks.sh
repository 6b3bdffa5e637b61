# shellcheck shell=sh
# Disks that take no more.

try 'a report to a full device' 2 'No space left' "$m run -v --report json good.mcs >/dev/full"
try 'a report file that is a full device' 2 'could not be written: No space left' "$m run -v --report json=/dev/full good.mcs"
try 'a capture to a full device' 2 'could not be saved' "$m run -v --save /dev/full good.mcs"
if [ "$(id -u)" = 0 ] && mkdir -p small && mount -t tmpfs -o size=8m,mode=1777 tmpfs small 2>/dev/null; then
    try 'a private server on a full disk' 3 'the disk is full' "TMPDIR=$work/small $m run -v good.mcs"
    try 'a spool on a full disk' 2 'could not be kept' \
        "java \$memory $starts -Djava.io.tmpdir=$work/small/none -jar '$jar' run -v --save z good.mcs"
    printf 'begin; SELECT 1; end\n' >small/expects.mcs
    head -c 8m /dev/zero >small/full 2>/dev/null
    try 'expectations that are recorded on a full disk' 2 'No space left' "$m run --record-expectations small/expects.mcs"
    try 'a report in a directory on a full disk' 2 'No space left' "$m run -v --report json=small/r.json good.mcs"
    umount small

    # Disks that fill up while a run goes on. The server writes the file that fills them.
    fill="COPY (SELECT 1) TO PROGRAM 'cat /dev/zero >$work/small/full 2>/dev/null || :';"
    room() {
        mount -t tmpfs -o size="$1",mode=1777 tmpfs small
    }
    room 4m
    mkdir -m 700 small/spool
    # Contexts of other names each, since what is alike is kept in little room; and a table.
    cat >fills.mcs <<M
SELECT 1;
$fill
DO \$\$ BEGIN FOR i IN 1..3000 LOOP EXECUTE format('PREPARE p%s AS SELECT %L', i, md5(i::text)); END LOOP; END \$\$;
CREATE EXTENSION IF NOT EXISTS buggy_ext;
begin; SELECT leak_top(); end
CREATE TABLE big AS SELECT md5(i::text) FROM generate_series(1, 200000) i;
M
    try 'a spool whose disk fills up' 2 'could not be kept' \
        "java \$memory $starts -Djava.io.tmpdir=$work/small/spool -jar '$jar' run -v --save z --report json=fills.json fills.mcs"
    grep -h '^window: 1 finding\|^fills.mcs: FAILED' said fills.json >said.new
    grep -h -o '"symbol": "leak_top' fills.json >>said.new
    mv said.new said
    code=0
    survived 'the same: the verdict was printed' 0 'FAILED, 6 statements, 1 window, 1 finding'
    survived 'the same: the report is whole' 0 '"symbol": "leak_top'
    umount small
    room 4m
    echo 'an older report' >small/r.json
    try 'a report whose disk fills up' 2 'No space left' "$m run -v --report json=small/r.json fills.mcs"
    try 'the report that was there before' 0 'an older report' 'cat small/r.json; ls -A small'
    umount small
    room 160m
    try 'a private server whose disk fills up' 1,3 'No space left' "TMPDIR=$work/small $m run -v fills.mcs good.mcs"
    umount small
else
    skip 'a private server, a spool and a report on a full disk' 'a small file system cannot be mounted'
fi
