# shellcheck shell=sh
# Servers that are none, that do not fit, that hand out other backends, that crash, and that come back.

try 'a server that is not there' 3 'cannot connect' "PGHOST=127.0.0.1 PGPORT=1 PGUSER=me $m run -v good.mcs"

# A server that accepts a connection and says what $1 prints; it writes down its port.
pretend() {
    rm -f fake.port
    perl -MIO::Socket::INET -e '
        $server = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1");
        open($file, ">", "fake.new"); print $file $server->sockport; close($file); rename("fake.new", "fake.port");
        $SIG{PIPE} = "IGNORE";
        while ($client = $server->accept) {
            sysread($client, $hello, 1000);
            if ($ARGV[0] eq "closes") { }
            elsif ($ARGV[0] eq "silent") { push @kept, $client; next }
            elsif ($ARGV[0] eq "http") { print $client "HTTP/1.1 400 Bad Request\r\n\r\n" }
            elsif ($ARGV[0] eq "surprise") { print $client "E\0\0\0\0"; }
            elsif ($ARGV[0] eq "endless") { print $client "R\x7f\xff\xff\xffxxxxxxxxxx"; }
            elsif ($ARGV[0] eq "garbage") { print $client join("", map { chr(rand(256)) } 1..5000); }
            close($client);
        }' "$1" >/dev/null 2>&1 &
    fake=$!
    await 90 test -f fake.port
}

for manner in closes silent http endless garbage surprise; do
    pretend $manner
    try "a server that only pretends to be one: $manner" 3 'no backend: ' \
        "PGHOST=127.0.0.1 PGPORT=$(cat fake.port) PGUSER=me PGSSLMODE=disable PGCONNECT_TIMEOUT=3 $m run -v good.mcs"
    kill $fake
    wait $fake 2>/dev/null
done
code=3
survived 'the last of these: in plain words' 3 'no answer of a PostgreSQL server'

connected
# A database whose snapshots are what $1 makes of the real one, "s".
lying_snapshots() {
    psql_server -c 'DROP DATABASE IF EXISTS garbage' -c 'CREATE DATABASE garbage' 2>/dev/null
    database=garbage psql_server -c 'CREATE EXTENSION pg_ext_memcheck' \
        -c 'ALTER EXTENSION pg_ext_memcheck DROP FUNCTION ext_memcheck.snapshot()' \
        -c 'ALTER FUNCTION ext_memcheck.snapshot() RENAME TO real_snapshot' \
        -c "CREATE FUNCTION ext_memcheck.snapshot() RETURNS bytea LANGUAGE sql AS \$\$ SELECT $1 FROM ext_memcheck.real_snapshot() AS s \$\$"
}

for garbage in "NULL::bytea" "''::bytea" "'\\x00'::bytea" "decode(repeat('ff', 1800000), 'hex')" "substr(s, 1, length(s) / 2)" "s || s" \
    "overlay(s placing '\\xffffffff' from 13)" "overlay(s placing '\\xffffffff' from 41)"; do
    lying_snapshots "$garbage"
    try "a snapshot that is garbage: $(echo "$garbage" | cut -c 1-30)" 3 'backend' "PGDATABASE=garbage $m run -v good.mcs"
    in_short && break
done
lying_snapshots "overlay(s placing int8send((extract(epoch FROM clock_timestamp()) * 1000000)::bigint) from 57)"
# a look at it, and another one to compare
echo 'begin; SELECT 1; end' >window.mcs
try 'a backend of the same PID that was started later' 3 'one of the same PID that had started at' "PGDATABASE=garbage $m run -v window.mcs"

psql_server -c 'CREATE DATABASE older' -c 'CREATE DATABASE bare'
database=older psql_server -c "CREATE EXTENSION pg_ext_memcheck VERSION '1.0'"
try 'SQL objects older than the library' 3 'older than the server' "PGDATABASE=older $m run -v window.mcs"
if script --version >/dev/null 2>&1; then
    printf '%s\n' 'begin; SELECT 1; end' y '\q' >typed
    try 'the same at the prompt, which offers an update' 0 'window: clean' \
        "(cat typed; sleep 20) | PGDATABASE=older TERM=dumb script -qec \"$m\" /dev/null"
fi
try 'no extension, but its library' 1 'Run CREATE EXTENSION' "PGDATABASE=bare $m run -v window.mcs"
printf 'CREATE EXTENSION pg_ext_memcheck;\nbegin; SELECT 1; end\n' >creates.mcs
try 'an extension that the session itself creates' 0 'creates.mcs: ok' "PGDATABASE=bare $m run -v creates.mcs"
printf 'DROP EXTENSION pg_ext_memcheck;\nbegin; SELECT 1; end\n' >drops.mcs
try 'an extension that the session itself drops' 1 'which this database does not have' "PGDATABASE=bare $m run -v drops.mcs"

echo "begin; SELECT pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid()); end" >dies.mcs
try 'a backend that is terminated in its window' 3 'terminating connection' "$m run -v dies.mcs good.mcs"
cat >crashes.mcs <<'M'
SELECT 1; COPY (SELECT 42) TO PROGRAM 'kill -s SEGV $PPID; sleep 1'; SELECT 2;
M
try 'a crash of a server of yours: the next statement and file wait' 3 'good.mcs: ok' "$m run -v crashes.mcs good.mcs"
cat >repeats.mcs <<'M'
CREATE EXTENSION IF NOT EXISTS buggy_ext;
DROP SEQUENCE IF EXISTS turns;
CREATE SEQUENCE turns;
CREATE OR REPLACE FUNCTION second_turn() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('turns') = 2 THEN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); END IF;
    RETURN 1;
END $$;
CREATE EXTENSION IF NOT EXISTS buggy_ext;
begin; SELECT 1; SELECT cache_once(); SELECT second_turn() AS guilty; end
M
try 'a backend that goes in a repeat: the statement is named' 3 'SELECT second_turn() AS guilty' \
    "$m run -v --report json=repeats.json repeats.mcs; code=\$?; grep -A 30 'guilty' repeats.json | tr '\\n' ' ' | grep -o '\"sql\": \"SELECT second_turn() AS guilty\"[^}]*terminat'; exit \$code"
echo 'SELECT pg_sleep(60); SELECT 2;' >restarted.mcs
(
    await 60 psql_server -c "SELECT 1 / count(*) FROM pg_catalog.pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(%'"
    cd "$work" && as_owner "$bindir/pg_ctl" -D "$work/server/data" -l "$work/server/log" -m immediate -w restart
) >/dev/null 2>&1 &
restarter=$!
try 'a server of yours that is restarted: the next file waits' 3 'good.mcs: ok' "$m run -v restarted.mcs good.mcs"
wait $restarter

pooler=$(command -v pgbouncer || echo /usr/sbin/pgbouncer)
if [ -x "$pooler" ]; then
    pool_port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport')
    as_owner mkdir pool
    printf '"postgres" "%s"\n' "$(cat password)" | as_owner tee pool/users >/dev/null
    as_owner tee pool/ini >/dev/null <<INI
[databases]
* = host=127.0.0.1 port=$port user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $pool_port
unix_socket_dir =
auth_type = plain
auth_file = $work/pool/users
pidfile = $work/pool/pid
pool_mode = transaction
ignore_startup_parameters = extra_float_digits
default_pool_size = 3
INI
    as_owner "$pooler" -q "$work/pool/ini" >pool.log 2>&1 &
    pooler_pid=$!
    await 90 perl -MIO::Socket::INET -e "exit !IO::Socket::INET->new('127.0.0.1:$pool_port')"
    # Another session takes the backend that was ours, whenever a transaction of ours is over.
    (
        i=0
        while [ $i -lt 400 ] && [ ! -f pool.done ]; do
            PGPASSFILE=$work/pgpass "$bindir/psql" -X -q -A -t -h 127.0.0.1 -p "$pool_port" -U postgres -d postgres \
                -c 'SELECT pg_catalog.pg_sleep(0.05)' >/dev/null 2>&1
            i=$((i + 1))
        done
    ) &
    taker=$!
    { echo 'begin;'; i=0; while [ $i -lt 30 ]; do echo 'SELECT pg_sleep(0.05);'; i=$((i + 1)); done; echo 'end'; } >pooled.mcs
    try 'a pooler that hands out backends by transaction' 3 'pool_mode = session' "PGPORT=$pool_port $m run -v pooled.mcs"
    : >pool.done
    wait $taker
    armed=$(psql_server -c "SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE state = 'active' AND pid <> pg_catalog.pg_backend_pid() AND backend_type = 'client backend'")
    [ "$armed" = 0 ] || row 'backends that a pooler has left' NO "$armed"
    # not $pooler_pid: that is the shell around it
    kill "$(cat pool/pid)"
    wait $pooler_pid 2>/dev/null
else
    skip 'a pooler that hands out backends by transaction' 'pgbouncer is not installed'
fi
