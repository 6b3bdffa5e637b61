r"""Cuts psql's files into units for test/figures/agreement, and compares what psql and memcheck print of each.

    agreement.py mark FILE OUT               FILE with a marker behind each unit; a BEGIN or END that is a transaction to
                                             psql is written as BEGIN WORK or END WORK, which both programs send as they are
    agreement.py follow OUT PSQL READ UNKNOWN   OUT as READ without what psql did not run, as by \if, without \if itself, and
                                             without units with a command that is in UNKNOWN
    agreement.py without LINE OUT REFUSAL UNKNOWN  takes the unit at that line of OUT out of it, and those with the same unknown
                                             command, which is added to UNKNOWN
    agreement.py compare FILE PSQL MEMCHECK OUT  a line for each unit: agree, or differ and why; then the units that differ

A unit is what ends at the end of a line: mostly one statement or one backslash command, with the data of a COPY.
"""
import re
import sys

MARK = "\\echo @@unit "
TOKEN = re.compile(
    r"--[^\n]*|/\*|\*/|[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|\"[^\"]*\"|\$(?:[A-Za-z_\x80-\xff][\w\x80-\xff]*)?\$"
    r"|\\[^\n]*|[A-Za-z_\x80-\xff][\w$\x80-\xff]*|\n|.", re.S)
CONDITION = re.compile(r"\\(if|elif|else|endif)\b")
SENDS = re.compile(r"^\\(g|gx|gset|gdesc|gexec|watch|crosstabview|bind|parse|;)(\s|$|\()")


def units(text):
    """The parts of a file; each is a list of tokens."""
    part, depth, pending, body, position = [], 0, [], 0, 0
    while position < len(text):
        found = TOKEN.match(text, position)
        token = found.group()
        end = found.end()
        if token == "/*":
            end, level = position + 2, 1
            while level and end < len(text):
                level += {"/*": 1, "*/": -1}.get(text[end:end + 2], 0)
                end += 2 if text[end:end + 2] in ("/*", "*/") else 1
            token = text[position:end]
        elif re.fullmatch(r"\$\w*\$", token):
            close = text.find(token, end)
            end = len(text) if close < 0 else close + len(token)
            token = text[position:end]
        position = end
        part.append(token)
        if token.isspace() or token.startswith("--") or token.startswith("/*"):
            if token == "\n" and not pending and any(not t.isspace() for t in part):
                last = "".join(t for t in part if not t.startswith("--"))
                if reads_data(last):
                    close = re.compile(r"^\\\.[ \t]*$", re.M).search(text, position)
                    end = len(text) if not close else min(len(text), close.end() + 1)
                    part.append(text[position:end])
                    position = end
                yield part
                part = []
            continue
        if token.startswith("\\"):
            if token.startswith("\\;"):
                continue
            if not pending or SENDS.match(token):
                pending, depth, body = [], 0, 0
            continue
        word = token.lower()
        if word in ("(", ")"):
            depth = max(0, depth + (1 if word == "(" else -1))
        if word == "atomic" and pending and pending[-1] == "begin":
            body = 1
        elif body and word == "case":
            body += 1
        elif body and word == "end":
            body -= 1
        if word == ";" and not depth and not body:
            pending = []
        else:
            pending.append(word)
    if part:
        yield part


def reads_data(text):
    statements = re.sub(r"'(?:[^']|'')*'|\([^()]*\)", " ", text)
    return re.search(r"(^|;|\n)\s*\\?copy\s[^;\\]*\sfrom\s+(stdin|pstdin|stdout)\b[^;]*;?\s*$", statements, re.I) is not None


def transactions(part):
    """BEGIN and END alone are windows to memcheck."""
    first = True
    for index, token in enumerate(part):
        if token.isspace() or token.startswith(("--", "/*")):
            continue
        word = token.lower()
        following = next((t for t in part[index + 1:] if not t.isspace()), ";")
        if first and word in ("begin", "end") and following.lower() not in ("work", "transaction", "and", "isolation", "read", "not", "deferrable"):
            part[index] = token + " WORK"
        first = token == ";"
    return "".join(part)


def mark(source, target):
    text = open(source, encoding="utf-8", errors="surrogateescape").read()
    if not text.endswith("\n"):
        text += "\n"
    with open(target, "w", encoding="utf-8", errors="surrogateescape") as out:
        for number, part in enumerate(units(text), 1):
            # memcheck does not show what it runs; psql's echo says nothing of a result.
            out.write(re.sub(r"(?m)^\\set ECHO .*$", "-- no echo", transactions(part)))
            out.write(f"{MARK}{number}\n")


def marked(path):
    """The units of a marked file, with their last lines."""
    unit, start = [], 1
    for number, line in enumerate(open(path, encoding="utf-8", errors="surrogateescape"), 1):
        if line.startswith(MARK):
            yield int(line[len(MARK):]), start, number, "".join(unit)
            unit, start = [], number + 1
        else:
            unit.append(line)


def says(commands):
    """Finds one of these commands."""
    names = "|".join(re.escape(command) for command in commands)
    return re.compile(rf"(?:^|[\s;])({names})(?=\s|$)") if names else re.compile(r"(?!)")


def follow(path, psql_path, target, unknown_path):
    """What psql did not run is run by neither; prints what is left out of that."""
    lines = open(path, encoding="utf-8", errors="surrogateescape").readlines()
    unknown = says(open(unknown_path).read().split())
    run = printed(psql_path)
    for number, start, end, text in marked(path):
        if number not in run and not CONDITION.search(text):
            lines[start - 1:end] = ["-- not run\n"] * (end - start + 1)
        elif number in run and unknown.search(text):
            lines[start - 1:end - 1] = ["-- not here\n"] * (end - start)
            print(f"{number}\tnot here\t{unknown.search(text).group(1)}")
    open(target, "w", encoding="utf-8", errors="surrogateescape").writelines(lines)


def without(line, path, refused, unknown_path):
    """Takes out the unit at a line, and those with the same command if the command is unknown; prints what and where."""
    lines = open(path, encoding="utf-8", errors="surrogateescape").readlines()
    unknown = re.match(r"unknown command (\\\S+)", refused)
    same = says([unknown.group(1)] if unknown else [])
    if unknown:
        with open(unknown_path, "a") as commands:
            commands.write(unknown.group(1) + "\n")
    taken = 0
    for number, start, end, text in marked(path):
        here = start <= int(line) <= end
        if here or same.search(text):
            for index in range(start - 1, end - 1):
                lines[index] = "-- not here\n"
            command = unknown.group(1) if unknown else re.sub(r" at /\S+", "", refused)
            print(f"{number}\tnot here\t{command}")
            taken += 1
    open(path, "w", encoding="utf-8", errors="surrogateescape").writelines(lines)
    sys.exit(0 if taken else 1)


def printed(path):
    """What was printed, by unit."""
    parts, lines = {}, []
    for line in open(path, encoding="utf-8", errors="surrogateescape"):
        line = line.rstrip("\n")
        # What \\echo -n printed stands in the line of the marker.
        mark = re.fullmatch(r"(.*?)@@unit (\d+)", line)
        if mark:
            parts[int(mark.group(2))] = lines + [mark.group(1)] * bool(mark.group(1))
            lines = []
        else:
            lines.append(line)
    parts[0] = lines
    return parts


def common(lines, path):
    """Without what each program says in its own way: where a statement stands, and which of its commands tells more."""
    kept = []
    for line in lines:
        line = re.sub(r"^psql:[^ ]*:\d+: ", "", line)
        if line.startswith("That line is " + path) or re.fullmatch(re.escape(path) + r":\d+:\d+:", line) or line == "" or line.startswith(
                "note: this database does not have the extension pg_ext_memcheck"):
            continue
        if re.match(r"LINE \d+: ", line):
            line = line.rstrip(";").rstrip()
        # An error's text reaches a terminal without its tabs, and says once that it is one.
        line = re.sub(r"^warning: (?=\\)", "", line.replace("\t", " ").replace("error: ERROR:  ", "error: "))
        line = line.replace(" (Use \\d+ to list them.)", "")
        kept.append(line.rstrip())
    return kept


def why(psql, memcheck):
    for ours, theirs in zip(memcheck + [""], psql + [""]):
        if ours != theirs:
            break
    for name, pattern in (
            ("position of an error", r"^(LINE \d+: |\s*\^$)"),
            ("notice or detail", r"^(NOTICE|INFO|WARNING|LOG|DEBUG\d?|DETAIL|HINT|CONTEXT|QUERY):"),
            ("error", r"^(ERROR|FATAL|PANIC):"),
            ("command tag", r"^[A-Z]{3,}( [A-Z]+| \d+)*$")):
        if re.match(pattern, ours) or re.match(pattern, theirs):
            return name
    return "rows"


def compare(path, psql_path, memcheck_path, left_out):
    psql, memcheck = printed(psql_path), printed(memcheck_path)
    left = dict(line.rstrip("\n").split("\tnot here\t") for line in open(left_out, errors="surrogateescape"))
    details = []
    for number, _, _, text in marked(path):
        if number not in psql and str(number) not in left:
            print(f"{number}\tnot run")
            continue
        theirs, ours = common(psql.get(number, []), path), common(memcheck.get(number, ["(no end)"]), path)
        if str(number) in left:
            verdict = "not here\t" + left[str(number)]
        elif ours == theirs:
            verdict = "agree"
        else:
            verdict = "differ\t" + why(theirs, ours)
            details.append((number, text, theirs, ours))
        print(f"{number}\t{verdict}")
    for number, text, theirs, ours in details:
        sys.stderr.write(f"== {path} unit {number}\n{text.strip()}\n-- psql\n" + "\n".join(theirs)
                         + "\n-- memcheck\n" + "\n".join(ours) + "\n")


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="surrogateescape")
    sys.stderr.reconfigure(errors="surrogateescape")
    action, arguments = sys.argv[1], sys.argv[2:]
    if action == "mark":
        mark(*arguments)
    elif action == "follow":
        follow(*arguments)
    elif action == "without":
        without(*arguments)
    else:
        compare(*arguments)
