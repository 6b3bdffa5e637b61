"""The features that features.py drives, by group. Patterns are searched in what the terminal shows, what was typed included; so
they name what only an answer has."""
import re
import subprocess
import time

from features import PASSWORD, PORT, PROMPTS, SECONDS, SOCKET, WORK, Feature, Seen, SlowLink

TCP = "-h 127.0.0.1 -U postgres -d postgres"
BOB = "-h 127.0.0.1 -U features_role -d postgres"
PASS = {"HOME_FILE": "127.0.0.1:*:*:postgres:" + PASSWORD + "\n"}
WITH_PASS = {"environment": {"PGPASSFILE": "HOME/pass"}, "files": {"pass": PASS["HOME_FILE"]}}
ANSWER = "SELECT 6 * 7 AS answer;"
FORTY_TWO = r"^[|│]?\s*42\s*[|│]?\s*$"


def both(text, **other):
    return dict({tool: text for tool in ("psql", "pgcli", "memcheck")}, **other)


def expected(found, terminal, what=None):
    raise Seen("yes" if found else "no", what or (found.group() if isinstance(found, re.Match) else terminal.last_words()))


# ---- connections

def asks_for_password(terminal):
    if not terminal.until(lambda: re.search(r"[Pp]assword[^\n]*:\s*$", terminal.screen()), 8):
        # It may ask when it needs the server.
        terminal.line(ANSWER)
    asked = terminal.wait(r"^[Pp]assword[^\n]*:", 8)
    if not asked:
        return Seen("no", terminal.last_words())
    terminal.line("open sesame")
    terminal.line("SELECT 'as ' || current_user;")
    found = terminal.wait(r"as features_role")
    if "sesame" in terminal.screen():
        return Seen("partly", "shows it")
    return Seen("yes" if found else "no", asked.group() if found else terminal.last_words())


def connect_asks(terminal):
    terminal.line("\\c postgres features_role 127.0.0.1 " + PORT)
    asked = terminal.wait(r"^[Pp]assword[^\n]*:", 8)
    if not asked:
        return Seen("no", terminal.last_words())
    terminal.line("open sesame")
    found = terminal.wait(r"now connected to database[^\n]*features_role")
    return Seen("partly" if "sesame" in terminal.screen() else "yes" if found else "no", asked.group())


def restarted(terminal):
    terminal.at_prompt(30)
    terminal.line(ANSWER)
    terminal.wait(FORTY_TWO)
    subprocess.run([WORK + "/restart"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    terminal.line("SELECT 40 + 3;")
    terminal.wait(r"lost|terminat|closed|again|reconnect|reset|\b43\b", 15)
    time.sleep(1)
    if terminal.tool == "pgcli" and re.search(r"\[Y/n\]", terminal.screen()):
        terminal.line("y")
    terminal.at_prompt(10)
    terminal.line("SELECT 40 + 4;")
    return Seen("yes", "the next statement is answered") if terminal.wait(r"^[|│]?\s*44") else Seen("no", terminal.last_words())


# ---- start

def left_with(pattern):
    def drive(terminal):
        found = terminal.wait(r"left with (\d+)", 30)
        told = re.search(pattern, terminal.screen(), re.M)
        return Seen("yes" if found and told else "no", told.group() if told else terminal.last_words())
    return drive


# ---- look around

def tab(begin, pattern, before=(), presses=1):
    def drive(terminal):
        terminal.at_prompt()
        for line in before:
            terminal.line(line)
            terminal.at_prompt()
        # What there is may be read in the background.
        for attempt in range(2):
            terminal.keys(begin)
            found = None
            for press in range(presses + 1):
                if found:
                    break
                time.sleep(0.7)
                if press or terminal.tool != "pgcli":
                    terminal.key("Tab")
                found = terminal.wait(pattern, 2)
            seen = Seen("yes" if found else "no", found.group() if found else terminal.last_words())
            terminal.key("Escape") if terminal.tool == "pgcli" else None
            terminal.key("C-c")
            terminal.at_prompt(3)
            if found:
                break
        return seen
    return drive


def suggested(terminal):
    terminal.line("SELECT 'suggest' || 'ion';")
    terminal.at_prompt()
    terminal.forget()
    terminal.keys("SELECT 'sugg")
    found = terminal.wait(r"'sugg.*est' \|\| 'ion'", 3)
    seen = Seen("yes" if found else "no", terminal.last_words() if found else "nothing is suggested")
    terminal.key("C-c")
    return seen


def untouched(terminal):
    terminal.line("SELECT 'pid ' || pg_backend_pid();")
    pid = terminal.wait(r"pid (\d+)\b(?!\()")
    terminal.at_prompt()
    terminal.line("\\dt")
    terminal.wait(r"features_table")
    if not pid:
        return Seen("no", terminal.last_words())
    said = subprocess.run([*"{}/psql -X -A -t -h {} -U postgres -d postgres -c".format(__import__("os").environ["bindir"], SOCKET).split(),
                           "SELECT query FROM pg_stat_activity WHERE pid = " + pid.group(1)],
                          env=dict(__import__("os").environ, PGPASSWORD=PASSWORD), capture_output=True, text=True).stdout
    return Seen("yes" if "'pid '" in said else "no", "its last statement: " + said.strip().splitlines()[0] if said.strip() else "gone")


# ---- edit

EDITOR = {"editor": "#!/bin/sh\necho \"SELECT 'made in ' || 'the editor';\" >\"$1\"\n"}


def from_editor(start):
    def drive(terminal):
        terminal.at_prompt(30)
        start(terminal)
        found = terminal.wait(r"^[|│]?\s*made in the editor", 6)
        if not found and "made in ' ||" in terminal.screen():
            terminal.line("")
            found = terminal.wait(r"^[|│]?\s*made in the editor", 4)
        return Seen("yes" if found else "no", found.group() if found else terminal.last_words())
    return drive


def ctrl_x_e(terminal):
    terminal.keys("SELECT 1")
    terminal.key("C-x", "C-e")


def vi_mode(terminal):
    terminal.at_prompt(30)
    terminal.keys("SELECT 43;")
    time.sleep(0.3)
    terminal.key("Escape")
    time.sleep(0.8)
    terminal.keys("hr2")
    time.sleep(0.3)
    terminal.key("Enter")
    found = terminal.wait(FORTY_TWO, 5)
    return Seen("yes" if found else "no", "43 became 42" if found else terminal.last_words())


def open_state(terminal):
    signs, missed = [], []
    for begin, sign in (("SELECT 'a", "'"), ("SELECT (1", "("), ("SELECT $$a", "$"), ("SELECT 1 /* a", "*"), ('SELECT "a', '"')):
        terminal.at_prompt()
        terminal.line(begin)
        found = terminal.until(lambda: re.search(r"\n\w*%s[->#\s]*$" % re.escape(sign), terminal.screen()), 2)
        (signs if found else missed).append(sign)
        terminal.key("C-c")
        terminal.at_prompt(2)
    return Seen("yes" if not missed else "partly" if signs else "no", "".join(signs) or terminal.last_words())


def transaction_prompt(terminal):
    terminal.line("BEGIN TRANSACTION;")
    begun = terminal.until(lambda: re.search(r"\n[^\n]*\*[^\n]*[#>]\s*$", terminal.screen()), 4)
    terminal.line("SELECT 1 / 0;")
    failed = terminal.until(lambda: re.search(r"\n[^\n]*![^\n]*[#>]\s*$", terminal.screen()), 4)
    terminal.line("ROLLBACK;")
    terminal.at_prompt(3)
    return Seen("yes" if begun and failed else "partly" if begun or failed else "no", "* and !" if begun and failed else "none")


def way_out(terminal):
    terminal.line("hlep")
    time.sleep(0.5)
    terminal.line("help")
    found = terminal.wait(r"[^\n]*(Ctrl-C|[Cc]ontrol-C)[^\n]*", 3)
    seen = Seen("yes" if found else "no", found.group() if found else terminal.last_words())
    terminal.key("C-c")
    return seen


def pasted(terminal):
    terminal.tmux("set-buffer", "SELECT 40\n + 2 AS\n answer\\;")
    terminal.tmux("paste-buffer", "-p")
    time.sleep(0.5)
    terminal.key("Enter")
    if not terminal.wait(FORTY_TWO, 5):
        return Seen("no", terminal.last_words())
    terminal.at_prompt()
    terminal.forget()
    terminal.key("Up")
    whole = terminal.until(lambda: "SELECT 40" in terminal.visible() and "answer" in terminal.visible(), 3)
    terminal.key("C-c")
    return Seen("yes" if whole else "partly", "one entry of the history" if whole else "a line at a time in the history")


def ctrl_r(terminal):
    terminal.line("SELECT 'needle' || 42;")
    terminal.at_prompt()
    terminal.line("SELECT 1;")
    terminal.at_prompt()
    terminal.forget()
    terminal.key("C-r")
    time.sleep(0.3)
    terminal.keys("needle")
    found = terminal.wait(r"needle' \|\| 42", 3)
    terminal.key("C-g")
    terminal.key("C-c")
    return Seen("yes" if found else "no", found.group() if found else terminal.last_words())


def highlighted(terminal):
    terminal.keys("SELECT 'text'")
    time.sleep(0.7)
    line = [l for l in terminal.screen(colors=True).splitlines() if "text" in l]
    found = line and re.search(r"\x1b\[[\d;]*m[^\x1b]*(SELECT|text)", line[-1])
    terminal.key("C-c")
    return Seen("yes" if found else "no", "words have colors" if found else "plain")


# ---- run

def watch(pattern):
    def drive(terminal):
        terminal.line("SELECT 'seen ' || 'again' AS w \\watch 1")
        twice = terminal.until(lambda: len(re.findall(r"^[|│]?\s*seen again", terminal.screen(), re.M)) >= 2, 8)
        told = re.search(pattern, terminal.screen(), re.M)
        terminal.key("C-c")
        back = terminal.at_prompt(5)
        return Seen("yes" if twice and told and back else "no", told.group().strip() if told else terminal.last_words())
    return drive


def notified(terminal):
    terminal.line("LISTEN features;")
    terminal.at_prompt()
    terminal.line("NOTIFY features, 'payload';")
    found = terminal.wait(r"^(?!NOTIFY).*otif.*payload.*")
    terminal.line("UNLISTEN features;")
    return Seen("yes" if found else "no", found.group() if found else terminal.last_words())


def copied(terminal):
    for line in ("CREATE TEMP TABLE copied (a int);", "COPY copied FROM STDIN;", "1", "2", "\\."):
        terminal.line(line)
        time.sleep(0.6)
    found = terminal.wait(r"^COPY 2")
    terminal.key("C-c")
    return Seen("yes" if found else "no", found.group() if found else terminal.last_words())


def copy_refused(terminal):
    terminal.at_prompt(30)
    terminal.line("COPY features_nosuch FROM STDIN;")
    found = terminal.wait(r'relation "features_nosuch" does not exist')
    seen = Seen("yes" if found else "no", "at once" if found else terminal.last_words())
    terminal.key("C-c")
    return seen


def copy_from_endless(terminal):
    terminal.at_prompt(30)
    terminal.line("\\copy features_table (longest_column) from program 'echo wrong; exec sleep 60'")
    found = terminal.wait(r"invalid input syntax", 30)
    if not found:
        terminal.key("C-c")
        terminal.at_prompt(3)
    return Seen("yes" if found else "no", "at once" if found else terminal.last_words())


def autocommit(terminal):
    terminal.line("\\set AUTOCOMMIT off")
    refused = terminal.wait(r"^(?!.*\\set).*AUTOCOMMIT.*")
    if refused:
        return Seen("yes", refused.group())
    terminal.line("CREATE TABLE features_auto ();")
    time.sleep(0.5)
    terminal.line("ROLLBACK;")
    time.sleep(0.5)
    terminal.line("SELECT to_regclass('features_auto') IS NULL AS undone;")
    found = terminal.wait(r"^[|│]?\s*(t|True)\b")
    for line in ("ROLLBACK;", "\\set AUTOCOMMIT on", "DROP TABLE IF EXISTS features_auto;"):
        terminal.line(line)
        time.sleep(0.3)
    return Seen("yes" if found else "no", "rolled back" if found else terminal.last_words())


def paged(terminal):
    terminal.at_prompt(30)
    terminal.line("SELECT g FROM generate_series(1, 200) g;")
    found = terminal.wait(r"through the pager")
    return Seen("yes" if found else "no", found.group() if found else terminal.last_words())


def to_file(name, *typed):
    def drive(terminal):
        path = "%s/%s.%s" % (WORK, name, terminal.tool)
        for line in typed:
            terminal.line(line.replace("FILE", path))
            time.sleep(0.4)
            terminal.at_prompt(4)
        try:
            with open(path) as file:
                text = file.read()
        except OSError:
            return Seen("no", terminal.last_words())
        return Seen("yes" if "42" in text else "no", "the file has it" if "42" in text else "the file lacks it")
    return drive


# ---- leave

def leave(key, pattern):
    def drive(terminal):
        terminal.at_prompt(30)
        terminal.line("BEGIN TRANSACTION;")
        terminal.wait(r"^BEGIN")
        time.sleep(0.3)
        before = terminal.screen()
        terminal.key("C-d") if key == "C-d" else terminal.line(key)
        time.sleep(1.5)
        told = re.search(pattern, terminal.screen()[len(before):])
        if "left with" not in terminal.screen():
            terminal.key("C-d")
        left = terminal.wait(r"left with", 5)
        return Seen("yes" if told and left else "no", told.group() if told else "leaves without a word")
    return drive


# ---- terminal

def ctrl_c_line(terminal):
    terminal.keys("SELECT half a line")
    time.sleep(0.3)
    terminal.key("C-c")
    terminal.at_prompt(3)
    terminal.line(ANSWER)
    found = terminal.wait(FORTY_TWO, 5)
    return Seen("yes" if found else "no", "the next statement runs" if found else terminal.last_words())


def ctrl_c_statement(terminal):
    terminal.line("SELECT pg_sleep(60);")
    time.sleep(1)
    terminal.key("C-c")
    found = terminal.wait(r"[^\n]*cancel[^\n]*", 5)
    back = terminal.at_prompt(5)
    return Seen("yes" if found and back else "no", found.group() if found else terminal.last_words())


def ctrl_z(terminal):
    terminal.at_prompt(30)
    terminal.keys("SELECT 40 + ")
    # An editor that is only just there has not taken the terminal yet.
    time.sleep(max(3, SECONDS / 4))
    terminal.key("C-z")
    if not terminal.wait(r"Stopped", 10):
        terminal.key("C-c")
        return Seen("no", "stays")
    terminal.line("fg")
    time.sleep(1)
    terminal.keys("2 AS z;")
    terminal.key("Enter")
    found = terminal.wait(FORTY_TWO, 5)
    return Seen("yes" if found else "partly", "the line is kept" if found else terminal.last_words())


def resized(terminal):
    terminal.at_prompt(30)
    terminal.keys("SELECT 'begin %s end';" % ("word " * 18).strip())
    terminal.wait("end';")
    time.sleep(0.5)
    for size in ((60, 30), (40, 30), (100, 40)):
        terminal.tmux("resize-window", "-x", str(size[0]), "-y", str(size[1]))
        # Each is drawn before the next.
        time.sleep(max(0.6, SECONDS / 20))
    stale = terminal.screen().count("begin word") - 1
    terminal.key("Enter")
    right = terminal.wait(r"^[|│]?\s*begin word")
    verdict = "no" if not right else "partly" if stale > 0 else "yes"
    return Seen(verdict, "%d stale copies of the line" % stale if stale > 0 else "one line, and it runs")


def tiny(terminal):
    terminal.at_prompt(30)
    terminal.line("SELECT 40 + 2 AS x;")
    found = terminal.wait(r"\b42\b")
    return Seen("yes" if found else "no", "answers" if found else terminal.last_words())


def plain(pattern):
    def drive(terminal):
        terminal.at_prompt(30)
        terminal.keys("SELECT 'text' AS x;")
        time.sleep(0.7)
        terminal.key("Enter")
        terminal.wait(r"^[|│]?\s*text", 6)
        found = re.search(pattern, terminal.screen(colors=True))
        return Seen("no" if found else "yes", "has escapes" if found else "no color")
    return drive


def slow(terminal):
    begun = time.time()
    terminal.until(lambda: re.search(PROMPTS[terminal.tool] + r"\s*$", terminal.screen()), 30)
    terminal.line(ANSWER)
    found = terminal.wait(FORTY_TWO, 30)
    seconds = time.time() - begun
    return Seen("no" if not found else "yes" if seconds < 4 else "partly", "first answer after %.1f s" % seconds)


LINK = SlowLink(0.2)
SLOW = "-h 127.0.0.1 -p %d -U postgres -d postgres" % LINK.port
C, S, L, E, R, Q, K, T = ("Connections", "Start", "Look around", "Edit", "Run", "Leave", "Learn", "Keys and terminals")
F = Feature
SERVICE = {"service": "[figures]\nhost=%s\nport=%s\nuser=postgres\ndbname=features_other\n" % (SOCKET, PORT)}

FEATURES = [
    F(C, "through a Unix socket, as the system's user", "SELECT inet_server_addr() IS NULL AS socket;", [r"^[|│]?\s*(t|True)\b"]),
    F(C, "a connection URI", "SELECT 'in ' || current_database();", [r"in features_other"],
      arguments="'postgresql://postgres@/features_other?host=%s'" % SOCKET),
    F(C, "`pg_service.conf`", "SELECT 'in ' || current_database();", [r"in features_other"], arguments="service=figures",
      environment={"PGSERVICEFILE": "HOME/service"}, files=SERVICE),
    F(C, "the password file", ANSWER, [FORTY_TWO], arguments=TCP, **WITH_PASS),
    F(C, "asks for the password that the server wants, without echo", drive=asks_for_password, arguments=BOB),
    F(C, "`sslmode` is kept: a server without TLS is refused", (), [r"[^\n]*(does not support SSL|no SSL|not.*SSL)[^\n]*"],
      arguments="'host=127.0.0.1 user=postgres dbname=postgres sslmode=require'", drive=lambda t: (
          t.at_prompt(4) and t.line(ANSWER), expected(t.wait(r"[^\n]*SSL[^\n]*", 8), t))),
    F(C, "`\\c` to another database", "\\c features_other", [r"now connected to database \"features_other\""], size=(100, 40)),
    F(C, "`\\c` asks for a password, without echo", drive=connect_asks, size=(100, 40)),
    F(C, "goes on after the server was restarted", drive=restarted, alone=True, size=(100, 40)),
    F(S, "`-c`", drive=left_with(FORTY_TWO), arguments="-h %s -U postgres -d postgres -c 'SELECT 6 * 7'" % SOCKET),
    F(S, "`-f`", drive=left_with(FORTY_TWO), arguments="-h %s -U postgres -d postgres -f ~/file.sql" % SOCKET,
      files={"file.sql": ANSWER + "\n"}),
    F(S, "`-v NAME=VALUE`", drive=left_with(FORTY_TWO), files={"file.sql": "SELECT :six * 7;\n"},
      arguments="-h %s -U postgres -d postgres -v six=6 -f ~/file.sql" % SOCKET),
    F(S, "`-l` lists the databases", drive=left_with(r"features_other"), arguments="-h %s -U postgres -l" % SOCKET),
    F(S, "`-W` asks for the password", drive=lambda t: expected(t.wait(r"^[Pp]assword[^\n]*:", 8), t),
      arguments=TCP + " -W"),
    F(S, "`-q` and nothing but the prompt", drive=lambda t: (
        t.at_prompt(30), expected(len(t.screen().splitlines()) == 1, t, t.screen().splitlines()[0])), size=(100, 40),
      arguments=both("-q -h %s -U postgres -d postgres" % SOCKET)),
    F(S, "a start-up file", (), [r"start-up file was run"], rc=True, files={
        ".psqlrc": "\\echo start-up file was run\n", ".config/memcheck/rc": "\\echo start-up file was run\n",
        ".config/pgcli/config": "[main]\nless_chatty = True\n[init-commands]\na = \"SELECT 'start-up file was' || ' run'\"\n"}),
    F(S, "a misspelt option is told with the right one", drive=left_with(r"(?i)[^\n]*(did you mean|possible)[^\n]*"),
      arguments="--usernmae=postgres"),
    F(L, "`\\d TABLE`", "\\d features_table", [r"longest_column\s*\|\s*integer"]),
    F(L, "`\\dt`", "\\dt", [r"public\s*\|\s*features_table\s*\|\s*table"]),
    F(L, "`\\df PATTERN`", "\\df features_f*", [r"features_fn\s*\|\s*integer\s*\|\s*amount integer"]),
    F(L, "`\\dx`", "\\dx", [r"pg_ext_memcheck\s*\|"]),
    F(L, "`\\dn`", "\\dn", [r"public\s*\|"]),
    F(L, "`\\du`", "\\du", [r"features_role\s*\|"]),
    F(L, "`\\l`", "\\l", [r"features_other\s*\|"]),
    F(L, "`\\sf FUNCTION`", "\\sf features_fn", [r"CREATE OR REPLACE FUNCTION public.features_fn"]),
    F(L, "`\\dconfig PATTERN`", "\\dconfig work_mem", [r"work_mem\s*\|\s*4MB"]),
    F(L, "all of that over a second connection", drive=untouched),
    F(L, "Tab: a table", drive=tab("SELECT * FROM features_t", r"features_table")),
    F(L, "Tab: a column of the table that is named", drive=tab("SELECT * FROM features_table WHERE longest_c", r"longest_column")),
    F(L, "Tab: a function, with what it takes", drive=tab("SELECT features_f", r"features_fn\([ (]*amount[^\n]*", presses=2)),
    F(L, "Tab: a setting", drive=tab("SET maintenance_work_", r"maintenance_work_mem")),
    F(L, "Tab: a role", drive=tab("ALTER ROLE features_r", r"features_role")),
    F(L, "Tab: a file", drive=tab("\\i /etc/os-rel", r"/etc/os-release")),
    F(L, "Tab: a variable", drive=tab("SELECT :longna", r":longname", before=["\\set longname 1"])),
    F(L, "the rest of an earlier line is suggested", drive=suggested),
    F(E, "`\\e` opens the editor and runs what it wrote", drive=from_editor(lambda t: t.line("\\e")), files=EDITOR,
      environment={"EDITOR": "HOME/editor"}),
    F(E, "`\\ef FUNCTION`", "\\ef features_fn", [r"FUNCTION public.features_fn"], files={
        "editor": "#!/bin/sh\ncat \"$1\"; sleep 1; exit 1\n"}, environment={"EDITOR": "HOME/editor"}),
    F(E, "Ctrl-X Ctrl-E edits the line", drive=from_editor(ctrl_x_e), files=EDITOR, environment={"EDITOR": "HOME/editor"}),
    F(E, "keys of vi", drive=vi_mode, files={".inputrc": "set editing-mode vi\n", ".config/pgcli/config": "[main]\nvi = True\n"}),
    F(E, "the prompt of a continued line says what is open", drive=open_state),
    F(E, "the prompt says whether a transaction is open or failed", drive=transaction_prompt),
    F(E, "a wrong word: says how to leave", drive=way_out),
    F(E, "several lines pasted run as one, and come back as one", drive=pasted),
    F(E, "Ctrl-R", drive=ctrl_r),
    F(E, "colors while one types", drive=highlighted),
    F(R, "`\\g FILE`", drive=to_file("g", "SELECT 6 * 7 \\g FILE")),
    F(R, "`\\g |PROGRAM`", "SELECT 'to ' || 'program' \\g |tr a-z A-Z", [r"TO PROGRAM"]),
    F(R, "`\\gx`", "SELECT 1 AS one, 6 * 7 AS two \\gx", [r"^two\s*\|\s*42"]),
    F(R, "`\\gset`", ["SELECT 6 * 7 AS it \\gset", "SELECT 'it is ' || :it;"], [r"it is 42"]),
    F(R, "`\\gexec`", "SELECT 'SELECT 6 * 7' \\gexec", [FORTY_TWO]),
    F(R, "`\\gdesc`", "SELECT 1 AS one \\gdesc", [r"one\s*\|\s*integer"]),
    F(R, "`\\crosstabview`", "SELECT v, h, v || h FROM unnest('{a,b}'::text[]) v, unnest('{x,y}'::text[]) h \\crosstabview", [r"a\s*\|\s*ax\s*\|\s*ay"]),
    F(R, "two statements sent as one, with `\\;`", "SELECT 40 + 2 AS a \\; SELECT 'and ' || 'more';", [FORTY_TWO, r"and more"]),
    F(R, "`\\if`", ["\\if true", "\\echo 'it' 'is'", "\\else", "\\echo 'is' 'not'", "\\endif"], [r"^it is"]),
    F(R, "`:SQLSTATE` and its like", ["SELECT 1 / 0;", "\\echo state :SQLSTATE"], [r"^state 22012"]),
    F(R, "`\\prompt`", ["\\prompt 'Which? ' which", "42", "SELECT 'it is ' || :'which';"], [r"it is 42"]),
    F(R, "`\\setenv`", ["\\setenv TRIED 42", "\\! echo $TRIED"], [FORTY_TWO]),
    F(R, "`\\lo_import`", "\\lo_import /etc/os-release", [r"^lo_import \d+"]),
    F(R, "`\\watch`", drive=watch(r"^[|│]?\s*seen again")),
    F(R, "`\\watch` says what the backend's memory does", drive=watch(r"^.*(context|retained|[Mm]emory|peak).*$")),
    F(R, "`\\o FILE`", drive=to_file("o", "\\o FILE", "SELECT 6 * 7;", "\\o")),
    F(R, "`\\! COMMAND`", "\\! echo $((6 * 7))", [FORTY_TWO]),
    F(R, "`\\cd`", ["\\cd /usr/share", "\\! pwd"], [r"^/usr/share$"]),
    F(R, "`\\echo`", "\\echo 'said' 'so'", [r"^said so"]),
    F(R, "`\\qecho` into `\\o`", drive=to_file("q", "\\o FILE", "\\qecho 42", "\\o")),
    F(R, "`\\pset null`", ["\\pset null nothing", "SELECT NULL AS n;"], [r"^[|│]?\s*nothing\s*[|│]?$"], size=(100, 40)),
    F(R, "`\\pset format csv`", ["\\pset format csv", "SELECT 1 AS a, 2 AS b;"], [r"^1,2$"], size=(100, 40)),
    F(R, "`\\pset format html`", ["\\pset format html", "SELECT 1 AS a, 2 AS b;"], [r"<td[^>]*>\s*2\s*</td>"], size=(100, 40)),
    F(R, "`\\pset border 2`", ["\\pset border 2", "SELECT 1 AS a;"], [r"\+-+\+"], size=(100, 40)),
    F(R, "`\\pset format wrapped`", ["\\pset format wrapped", "\\pset columns 20", "SELECT repeat('a', 30) AS one;"], [r"^[ |]*a+\."], size=(100, 40)),
    F(R, "`\\pset linestyle unicode`", ["\\pset linestyle unicode", "SELECT 1 AS a, 2 AS b;"], [r"─┼─"], size=(100, 40)),
    F(R, "`\\x auto`", ["\\x auto", "SELECT repeat('a', 70) AS one, repeat('b', 70) AS two;"], [r"^two\s*\|\s*b+"], size=(100, 40)),
    F(R, "an error has a caret under its place", "SELECT nosuch FROM features_table;", [r"^\s+\^"]),
    F(R, "`\\errverbose`", ["SELECT 1 / 0;", "\\errverbose"], [r"LOCATION:"]),
    F(R, "`\\copy` from a file", ["CREATE TEMP TABLE c (a int);", "\\copy c from program 'seq 3'"], [r"COPY 3"], size=(100, 40)),
    F(R, "`COPY ... FROM STDIN` with typed lines", drive=copied, size=(100, 40)),
    F(R, "a `COPY` that the server refuses says so before its data are typed", drive=copy_refused, size=(100, 40)),
    F(R, "a `\\copy` from a program that goes on says at once what the server refuses", drive=copy_from_endless, size=(100, 40)),
    F(R, "`NOTIFY` is shown", drive=notified),
    F(R, "results longer than the screen go to `$PAGER`", drive=paged, files={
        "pager": "#!/bin/sh\ncat >/dev/null\necho through the pager\n", ".config/pgcli/config": "[main]\nless_chatty = True\n"},
      environment={"PAGER": "HOME/pager", "PSQL_PAGER": "HOME/pager"}),
    F(R, "`\\set AUTOCOMMIT off` works or is refused", drive=autocommit, alone=True, size=(100, 40)),
    F(Q, "Ctrl-D in an open transaction says what is lost", drive=leave("C-d", r"[^\n]*(lost|rolled back|open)[^\n]*"), size=(100, 40)),
    F(Q, "`\\q` in an open transaction says what is lost", drive=leave("\\q", r"[^\n]*(lost|rolled back|open)[^\n]*"), size=(100, 40)),
    F(K, "`\\?`", "\\?", [r"\\watch"]),
    F(K, "`\\h SELECT` (or `\\help`)", both("\\h SELECT", memcheck="\\help SELECT"), [r"(?i)(FETCH|\[ FROM|WITH \[)"]),
    F(K, "a misspelt command is told with the right one", "\\wathc", [r"[^\n]*\\watch\b[^\n]*"]),
    F(K, "what a memory context of the server is for", "\\help context CacheMemoryContext", [r"(?i)relcache|catalog cache|system cache"]),
    F(T, "Ctrl-C gives up the line", drive=ctrl_c_line),
    F(T, "Ctrl-C cancels a statement", drive=ctrl_c_statement),
    F(T, "Ctrl-Z and `fg`, with half a line", drive=ctrl_z, size=(100, 40)),
    F(T, "resized three times in a wrapped line: no stale copies", drive=resized, size=(100, 40)),
    F(T, "a terminal of 20 columns and 5 rows", drive=tiny, size=(20, 5)),
    F(T, "`NO_COLOR`", drive=plain(r"\x1b\[[\d;]*[34]\d[\d;]*m"), environment={"NO_COLOR": "1"}),
    F(T, "`TERM=dumb`: no escapes", drive=plain(r"\x1b\["), environment={"TERM": "dumb"}),
    F(T, "0.2 s each way to the server: the first answer in less than 4 s", drive=slow, alone=True, arguments=SLOW, **WITH_PASS),
]
