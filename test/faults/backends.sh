# shellcheck shell=sh
# What ends a backend, at each moment of a session. SIGINT cancels, and a signal to an idle backend may cancel nothing; all the
# others are its loss, which is exit code 3. So is the loss of one that memcheck has just connected to and is taking over.

# Makes functions that send a signal to a process, from the server, at once or a moment later.
killers() {
    cat <<'SQL'
CREATE EXTENSION IF NOT EXISTS buggy_ext;
CREATE FUNCTION signal(how text, pid int) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
    IF how = 'terminate' THEN
        PERFORM pg_terminate_backend(pid);
    ELSE
        EXECUTE format('COPY (SELECT 1) TO PROGRAM %L', format('kill -s %s %s', how, pid));
    END IF;
    PERFORM pg_sleep(0.2);
    RETURN 1;
END $$;
CREATE TABLE victim AS SELECT pg_backend_pid() AS pid;
CREATE SEQUENCE turns;
CREATE FUNCTION later(how text) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('turns') = 2 THEN PERFORM signal(how, pg_backend_pid()); END IF;
    RETURN 1;
END $$;
SQL
}

# What is typed for a way and a moment.
session() {
    killers
    now="SELECT signal('$1', pg_backend_pid());"
    aside="\\session other
SELECT signal('$1', pid) FROM victim;
\\session default"
    case $2 in
        idle) printf '%s\nSELECT 2;\n' "$aside" ;;
        statement) echo "$now SELECT 2;" ;;
        window) echo "begin; SELECT 1; $now SELECT 2; end" ;;
        scenario)
            printf '\\scenario growth_benchmark iterations=10 workload=%s\n' \
                "'SELECT signal(''$1'', pid) FROM victim'"
            ;;
        confirm) echo "begin; SELECT cache_once(); SELECT later('$1'); end" ;;
        end) printf 'begin; SELECT 1;\n%s\nend\n' "$aside" ;;
    esac
}

tried=0
for way in TERM INT QUIT KILL SEGV ABRT BUS terminate; do
    turn=0
    for moment in idle statement window scenario confirm end; do
        turn=$((turn + 1))
        # In short each way and each moment once.
        if in_short && [ $(((tried % 6) + 1)) != "$turn" ]; then continue; fi
        session $way $moment >"backend.mcs"
        codes=3
        words='is lost'
        if [ $way = INT ]; then
            codes=0,1
            words=backend.mcs
        fi
        try "a backend, $moment, $way" $codes "$words" "$m run -v backend.mcs"
        if in_short; then break; fi
    done
    tried=$((tried + 1))
done

# Stands between memcheck and its server. At the client's message number $2 it does $1: cut ends both connections, silent passes
# nothing on any more, another word is a signal to the backend.
between() {
    rm -f between.port
    perl -MIO::Socket::INET -MIO::Select -e '
        my ($manner, $moment, $port) = @ARGV;
        my $listener = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1");
        open(my $file, ">", "between.new"); print $file $listener->sockport; close($file); rename("between.new", "between.port");
        $SIG{PIPE} = "IGNORE";
        while (my $client = $listener->accept) {
            my $server = IO::Socket::INET->new("127.0.0.1:$port");
            my ($messages, $backend, $data) = (0, 0);
            SESSION: while (1) {
                for my $from (IO::Select->new($client, $server)->can_read) {
                    sysread($from, $data, 65536) or last SESSION;
                    # BackendKeyData
                    $backend = unpack("N", $1) if !$backend && $from == $server && $data =~ /K\0\0\0\x0c(....)/s;
                    if ($from == $client && ++$messages == $moment) {
                        last SESSION if $manner eq "cut";
                        if ($manner eq "silent") { push @kept, $client, $server; last SESSION }
                        kill $manner, $backend;
                    }
                    syswrite($from == $client ? $server : $client, $data);
                }
            }
        }' "$1" "$2" "$port" >/dev/null 2>&1 &
    between=$!
    await 90 test -f between.port
}

connected
# The first three are the login, which no signal can name a backend of; the fourth is the end of what it takes to connect.
for manner in cut silent TERM; do
    for moment in 1 2 3 4; do
        if in_short && [ $manner$moment != cut3 ] && [ $manner$moment != silent4 ] && [ $manner$moment != TERM4 ]; then continue; fi
        if [ $manner = TERM ] && [ $moment -lt 4 ]; then continue; fi
        between $manner $moment
        try "a backend that is taken over, message $moment, $manner" 3 'no backend: ' \
            "PGPORT=$(cat between.port) PGSSLMODE=disable PGGSSENCMODE=disable PGCONNECT_TIMEOUT=3 PGPASSFILE=$work/pgpass $m run -v good.mcs"
        kill $between
        wait $between 2>/dev/null
    done
done
private
