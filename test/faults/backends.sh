# shellcheck shell=sh
# What ends a backend, at each moment of a session. SIGINT cancels, and a signal to an idle backend may cancel nothing; all the
# others are its loss, which is exit code 3.

# Makes functions that send a signal to a process, from the server, at once or a moment later.
killers() {
    cat <<'SQL'
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
    aside="\\connect other
SELECT signal('$1', pid) FROM victim;
\\connect default"
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
        try "a backend, $moment, $way" $codes "$words" "$m run backend.mcs"
        if in_short; then break; fi
    done
    tried=$((tried + 1))
done
