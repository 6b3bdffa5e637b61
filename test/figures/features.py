"""Drives psql, pgcli and memcheck for test/figures/features, which sets up the server: types at each what a feature is, in a terminal of
tmux, and looks at what the terminal shows. What a feature is stands in features_list.py."""
import atexit
import datetime
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

WORK = os.environ["work"]
SOCKET = WORK + "/features"
PORT = os.environ["PGPORT"]
PASSWORD = open(WORK + "/password").read().strip()
SECONDS = float(os.environ.get("FEATURES_SECONDS", "12"))
TOOLS = ("psql", "pgcli", "memcheck")
COMMANDS = {
    "psql": os.environ["PSQL"],
    "pgcli": os.environ["PGCLI"] + " --prompt 'pgcli> ' --less-chatty",
    "memcheck": os.environ["MEMCHECK"],
}
PROMPTS = {
    "psql": r"postgres[=@*!^'\"($-]+[#>]|\w+=[*!]?[#>]",
    "pgcli": r"pgcli>",
    "memcheck": r"memcheck[^\s>]*>",
}


# Those that are open.
TERMINALS = set()


class Terminal:
    """A tool in a terminal of its own."""

    def __init__(self, tool, arguments=None, environment=None, files=None, size=(100, 40), rc=False):
        self.tool = tool
        TERMINALS.add(self)
        self.home = tempfile.mkdtemp(prefix=tool + "-", dir=WORK)
        for name, text in (files or {}).items():
            path = os.path.join(self.home, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write(text)
            os.chmod(path, 0o700 if text.startswith("#!") else 0o600)
        quiet = "" if rc or tool == "pgcli" else " -X"
        given = "-h %s -U postgres -d postgres" % SOCKET if arguments is None else arguments
        command = "%s%s %s" % (COMMANDS[tool], quiet, given)
        with open(self.home + "/go", "w") as go:
            # tmux has a TERM of its own for those in it.
            go.write("TERM=%s\n" % environment["TERM"] if environment and "TERM" in environment else "")
            go.write(command + "\necho left with $?\n")
        with open(self.home + "/tmux.conf", "w") as conf:
            conf.write("set -g remain-on-exit on\nset -g history-limit 5000\n")
        self.environment = dict(os.environ, HOME=self.home, LC_ALL="C.UTF-8", PGPASSFILE=self.home + "/none", PAGER="cat",
                                PSQL_PAGER="", EDITOR="true", XDG_CONFIG_HOME=self.home + "/.config")
        for name in ("TMUX", "PGDATABASE", "PGUSER", "work", "bindir", "VISUAL", "PSQL_EDITOR"):
            self.environment.pop(name, None)
        self.environment.update({k: v.replace("HOME", self.home) for k, v in (environment or {}).items()})
        subprocess.run(["tmux", "-S", self.home + "/tmux", "-f", self.home + "/tmux.conf", "new-session", "-d", "-x", str(size[0]),
                        "-y", str(size[1]), "bash --norc --noprofile -i"], env=dict(self.environment, PS1="SH$ "), check=True)
        self.wait(r"SH\$")
        self.line("clear; . %s/go" % self.home)

    def tmux(self, *words):
        return subprocess.run(["tmux", "-S", self.home + "/tmux"] + list(words), capture_output=True, text=True).stdout

    def screen(self, colors=False):
        shown = self.tmux("capture-pane", "-p", "-J", "-S", "-", *(["-e"] if colors else [])).rstrip()
        # pgcli has a bar of its own below.
        return re.sub(r"\n+[^\n]*\[F2\][^\n]*$", "", shown).rstrip()

    def visible(self):
        return self.tmux("capture-pane", "-p").rstrip()

    def keys(self, text):
        self.tmux("send-keys", "-l", "--", text[:-1] + "\\;" if text.endswith(";") else text)

    def key(self, *names):
        self.tmux("send-keys", *names)

    def line(self, text):
        if text:
            self.keys(text)
            if self.tool == "pgcli":
                # Its list of completions takes Enter for itself while it is open.
                time.sleep(0.3)
        self.key("Enter")

    def wait(self, pattern, seconds=None):
        return self.until(lambda: re.search(pattern, self.screen(), re.M), seconds)

    def until(self, what, seconds=None):
        end = time.time() + (seconds or SECONDS)
        while time.time() < end:
            found = what()
            if found:
                return found
            time.sleep(0.05)
        return None

    def at_prompt(self, seconds=None):
        """Whether the last line is a prompt with nothing behind it."""
        return self.until(lambda: re.search(r"(^|\n)(%s)\s*$" % PROMPTS[self.tool], self.screen()), seconds)

    def forget(self):
        """Begins with an empty screen."""
        self.key("C-l")
        self.until(lambda: len(self.visible().strip().splitlines()) <= 1, 2)
        self.tmux("clear-history")

    def last_words(self):
        """The last line that the tool has said of itself."""
        lines = [line.strip() for line in self.screen().splitlines() if line.strip()]
        said = [line for line in lines if not re.match(r"(%s|SH\$|Time: )" % PROMPTS[self.tool], line)]
        return (said or lines or ["nothing"])[-1]

    def close(self):
        self.tmux("kill-server")
        TERMINALS.discard(self)


class SlowLink:
    """A port from which everything comes late to the server, and from there."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near, _ = self.listener.accept()
            far = socket.create_connection(("127.0.0.1", int(PORT)))
            for ends in ((near, far), (far, near)):
                threading.Thread(target=self.carry, args=ends, daemon=True).start()

    def carry(self, source, sink):
        try:
            for data in iter(lambda: source.recv(65536), b""):
                time.sleep(self.seconds)
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Seen(Exception):
    """What a feature's own function has seen. The verdict is yes, partly or no."""

    def __init__(self, verdict, what):
        self.verdict, self.what = verdict, what


class Feature:
    """A thing that people do.

    typed     lines for all tools, or by tool; None where it has no word for it
    expect    patterns that the screen then shows: all is yes, some is partly
    drive     a function of a terminal in place of both; it returns or raises Seen
    alone     where the tools must not do it at the same time
    own       what a terminal of its own starts with; else it shares one with other features
    """

    def __init__(self, group, name, typed=(), expect=(), drive=None, alone=False, **own):
        self.alone = alone
        self.group, self.name, self.typed, self.expect, self.drive, self.own = group, name, typed, expect, drive, own

    def row(self):
        """How its row in the page begins."""
        return "| %s | " % self.name.replace("|", "\\|")

    def run(self, tool, shared):
        if self.own:
            terminal = Terminal(tool, **{k: v[tool] if isinstance(v, dict) and tool in v else v for k, v in self.own.items()})
        else:
            terminal = shared.get(tool)
        try:
            if not self.own:
                terminal.forget()
            if self.drive:
                return self.drive(terminal)
            typed = self.typed[tool] if isinstance(self.typed, dict) else self.typed
            if typed is None:
                return Seen("no", "has no word for it")
            typed = [typed] if isinstance(typed, str) else typed
            if not self.own or typed:
                if not terminal.at_prompt(30):
                    return Seen("no", "no prompt: " + terminal.last_words())
            for number, line in enumerate(typed):
                terminal.line(line)
                if number < len(typed) - 1:
                    time.sleep(0.4)
                    terminal.at_prompt(3)
            return self.judge(terminal)
        except Seen as seen:
            return seen
        finally:
            if self.own:
                terminal.close()

    def judge(self, terminal):
        end = time.time() + SECONDS
        found = []
        while time.time() < end and len(found) < len(self.expect):
            screen = terminal.screen()
            found = [m for m in (re.search(pattern, screen, re.M) for pattern in self.expect) if m]
            time.sleep(0.05)
        if len(found) == len(self.expect):
            return Seen("yes", found[-1].group(1) if found[-1].groups() else found[-1].group())
        return Seen("partly" if found else "no", terminal.last_words())


class Shared:
    """The terminals that features share, begun anew after one that did not work."""

    def __init__(self):
        self.terminals = {}

    def get(self, tool):
        terminal = self.terminals.get(tool)
        if terminal and not terminal.at_prompt(1):
            terminal.close()
            terminal = None
        if not terminal:
            terminal = self.terminals[tool] = Terminal(tool)
            if not terminal.at_prompt(60):
                raise SystemExit("%s does not start: %s" % (tool, terminal.screen()))
        return terminal

    def drop(self, tool):
        terminal = self.terminals.pop(tool, None)
        if terminal:
            terminal.close()


def cell(seen):
    what = re.sub(r"\s+", " ", seen.what).strip()
    what = what.replace(WORK, "DIR").replace(PASSWORD, "***").replace("|", "\\|").replace("`", "'")
    what = what[:57] + "..." if len(what) > 60 else what
    return "%s: `%s`" % (seen.verdict, what) if what else seen.verdict


def version(tool):
    said = subprocess.run(COMMANDS[tool].split(" --prompt")[0] + " --version", shell=True, capture_output=True, text=True).stdout
    return re.search(r"\d+[\w.-]*", said).group()


def heading():
    versions = tuple(version(tool) for tool in TOOLS)
    return ("# What people do at a prompt\n\n"
            "psql %s, pgcli %s and memcheck %s, each driven at a terminal on the same server by `test/figures/features` on %s, which\n"
            "writes this page (`--record`). A cell says whether it did the thing, and the words on the screen that tell. What only memcheck\n"
            "is for (windows, trees, findings) is not here.\n" % (versions + (datetime.date.today().isoformat(),)))


def drive(feature, shared):
    """The feature in all tools; returns its row, and where it is all there."""
    seen = {}
    # A feature that is not there is waited for, so the tools do it at the same time.
    together = [threading.Thread(target=lambda tool=tool: seen.update({tool: feature.run(tool, shared)})) for tool in TOOLS]
    for one in together if not feature.alone else []:
        one.start()
    for one in together:
        if feature.alone:
            one.start()
        one.join()
    for tool in TOOLS:
        if seen[tool].verdict != "yes":
            shared.drop(tool)
    return feature.row() + " | ".join(cell(seen[tool]) for tool in TOOLS) + " |"


def page(features, rows):
    """All of it in Markdown, of the features that there are rows of."""
    lines, group = [heading()], None
    for feature in features:
        if feature.row() not in rows:
            continue
        if feature.group != group:
            group = feature.group
            lines.append("%s## %s\n\n| | psql | pgcli | memcheck |\n| --- | --- | --- | --- |" % ("\n" if len(lines) > 1 else "", group))
        lines.append(rows[feature.row()])
    verdicts = {name: [re.sub(r"\W.*", "", cell) for cell in row[len(name):].split(" | ")] for name, row in rows.items()}
    lacks = [name.strip("| ") for name, found in verdicts.items() if found[2] != "yes"]
    lines.append("\nAll of it, of %d: %s.%s" % (
        len(rows), ", ".join("%s %d" % (tool, sum(found[at] == "yes" for found in verdicts.values())) for at, tool in enumerate(TOOLS)),
        " Not all of it in memcheck: " + "; ".join(lacks) + "." if lacks else ""))
    return "\n".join(lines) + "\n", lacks


def main():
    from features_list import FEATURES
    words = sys.argv[1:]
    recorded = words.pop(0) if words and words[0].endswith(".md") else None
    wanted = [f for f in FEATURES if not words or any(word.lower() in f.name.lower() for word in words)]
    if not wanted:
        raise SystemExit("no feature of that name")
    rows, shared = {}, Shared()
    if recorded and words:
        with open(recorded) as old:
            kept = old.read().splitlines()
        rows = {f.row(): line for f in FEATURES for line in kept if line.startswith(f.row())}
    for feature in wanted:
        rows[feature.row()] = drive(feature, shared)
        print(rows[feature.row()], flush=True)
    for tool in TOOLS:
        shared.drop(tool)
    ordered = {f.row(): rows[f.row()] for f in FEATURES if f.row() in rows}
    text, lacks = page(FEATURES, ordered)
    print("\n" + text.rstrip().splitlines()[-1])
    if recorded:
        with open(recorded, "w") as new:
            new.write(text)
    return 1 if lacks else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    atexit.register(lambda: [terminal.close() for terminal in list(TERMINALS)])
    # For features_list, which would read this file a second time.
    sys.modules["features"] = sys.modules["__main__"]
    sys.exit(main())
