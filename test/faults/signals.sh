# shellcheck shell=sh
# Signals to memcheck itself, in each of its states. INT and TERM end it in good order, with 130; the others as the JVM does.
# (A shell starts what runs beside it with INT and QUIT ignored, nohup with HUP.) Nothing is left of it: no server, no directory, no capture.

sent() {
    mkdir -m 1777 -p signalled
    (TMPDIR=$work/signalled && export TMPDIR && eval "exec env --default-signal=HUP,INT,QUIT,PIPE java \$memory $starts -Djava.io.tmpdir=$work/signalled -jar '$jar' run -v --confirm 3 --save z signalled.mcs") \
        >said 2>&1 </dev/null &
    shell=$!
    case $2 in
        start) await 120 sh -c 'ls signalled/memcheck-*/supervisor.pid' >/dev/null 2>&1 ;;
        *) await 90 grep -q "$3" said ;;
    esac
    kill -s "$1" $shell
    # What goes on must come to its end.
    await 120 sh -c "! kill -0 $shell 2>/dev/null" || kill -KILL $shell
    wait $shell 2>/dev/null
    code=$?
    # The capture of what was killed goes at the next start.
    case $1 in KILL | USR1) rm -f signalled/memcheck-capture.* ;; esac
    if await 90 nothing_left "$work/signalled"; then echo "nothing is left ($code)" >>said; else ls -A signalled >>said; fi
    # QUIT makes the JVM print what its threads do, and go on.
    [ "$1" != QUIT ] || sed -i '/^[[:space:]]*at /d' said
    survived "memcheck, $2, $1" "$4" 'nothing is left'
    rm -rf signalled
}

tried=0
for way in INT TERM HUP QUIT KILL USR1 PIPE; do
    case $way in
        INT | TERM) codes=130 ;;
        # The JVM ends, in good order, with 128 and the signal, if it ends.
        HUP) codes=129,130 ;;
        KILL) codes=137 ;;
        *) codes=0,1,130,138 ;;
    esac
    state=0
    for what in start statement confirm scenario; do
        state=$((state + 1))
        if in_short && [ $((tried % 4 + 1)) != $state ]; then continue; fi
        # A statement of memcheck's own that a person would see begin.
        case $what in
            confirm)
                echo 'CREATE EXTENSION IF NOT EXISTS buggy_ext; begin; SELECT cache_once(); SELECT pg_sleep(0.5); end' >signalled.mcs
                sign=repeated
                ;;
            scenario)
                printf '%s\n' 'SELECT 11 AS begun;' "\\scenario soak iterations=40 workload='SELECT pg_sleep(0.1)'" >signalled.mcs
                sign=begun
                ;;
            *)
                printf '%s\n' 'SELECT 11 AS begun;' 'SELECT pg_sleep(4);' >signalled.mcs
                sign=begun
                ;;
        esac
        sent $way $what $sign "$codes"
    done
    tried=$((tried + 1))
done

# What nobody reads, and who does not answer: one signal ends it all the same.
unread() {
    rm -f unread
    mkfifo unread
    (eval "exec env --default-signal=HUP,INT,QUIT,PIPE java \$memory $starts -jar '$jar' run $2") >said 2>&1 </dev/null &
    shell=$!
    await 60 grep -q "$3" said
    kill -s TERM $shell
    await 120 sh -c "! kill -0 $shell 2>/dev/null" || kill -KILL $shell
    wait $shell 2>/dev/null
    code=$?
    survived "$1" 130 "$4"
}
unread 'a report to a pipe that nobody reads, TERM' '--report json=unread good.mcs' 'waiting for a reader' 'nobody reads'
if ! in_short; then
    printf '%s\n' 'SELECT 11 AS begun;' '\o unread' 'SELECT 1;' >unread.mcs
    unread 'results to a pipe that nobody reads, TERM' '-v unread.mcs' begun 'has not ended'
fi
