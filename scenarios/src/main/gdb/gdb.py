"""memcheck in gdb: the memory contexts of the PostgreSQL process, or core, that is being debugged.

    memcheck tree [DEPTH]      the tree of contexts
    memcheck diff              what changed in it since the last stop
    memcheck whose ADDRESS     the context and the chunk that a pointer lies in, and, where a window of pg_ext_memcheck is open in the process,
                               the call stack that made it

Reads the process's memory and calls nothing in it. Needs no debug information: the structures come from layouts.txt beside this file,
and what is read is checked against them; the library says itself where its call stacks are. Load it with "source", in a session or in ~/.gdbinit.
"""
import os
import re
import struct
import time

import gdb

# gdb knows the name of this file only while it is loaded.
HERE = os.path.dirname(os.path.abspath(__file__))
PAGE = 4096
KINDS = {"allocset": "AllocSet", "generation": "Generation", "slab": "Slab", "bump": "Bump"}
MOST_IDENT = 60
SLOW_SECONDS = 0.5
ALIGNED = 6  # among the kinds of chunks, from 16 on: one that leads to the chunk around it
VERSION = re.compile(rb"PostgreSQL (\d+)[^\0 ]* [^\0]*?on [^\0]+, compiled by")


class Torn(Exception):
    """What was read does not fit together."""


def require(holds, what):
    if not holds:
        raise Torn(what)


def layouts(major):
    """The columns of a major version, each a dict of numbers."""
    places = [os.path.join(HERE, "layouts.txt"), os.path.join(HERE, "../resources/dev/memcheck/outside/layouts.txt")]
    columns = None
    with open(next(place for place in places if os.path.exists(place))) as table:
        for line in table:
            words = line.split()
            if not words or line.startswith("#"):
                continue
            if columns is None:
                columns = [(name, {}) for name in words[1:]]
                continue
            for (_, values), word in zip(columns, words[1:]):
                if word != "-":
                    values[words[0]] = int(word)
    return [values for name, values in columns if name in (str(major), str(major) + "c")]


class Memory:
    """Words and texts of the process, a page at a time."""

    def __init__(self):
        self.inferior = gdb.selected_inferior()
        self.pages = {}

    def bytes(self, address, length):
        got = b""
        while len(got) < length:
            at = address + len(got)
            number = at // PAGE
            if number not in self.pages:
                try:
                    self.pages[number] = bytes(self.inferior.read_memory(number * PAGE, PAGE))
                except (gdb.MemoryError, OverflowError, gdb.error) as e:
                    raise Torn("nothing is mapped at 0x%x" % at) from e
            start = at % PAGE
            got += self.pages[number][start:start + length - len(got)]
        return got

    def word(self, address):
        return struct.unpack("<Q", self.bytes(address, 8))[0]

    def number(self, address):
        return struct.unpack("<i", self.bytes(address, 4))[0]

    def text(self, address, most=1023):
        read = b""
        while address and b"\0" not in read and len(read) <= most:
            read += self.bytes(address + len(read), 1)
        return read.split(b"\0")[0][:most].decode(errors="ignore")


def address_of(name):
    """Of a variable of the process; None where there is none."""
    try:
        # in C, whatever the language of the frame is
        return int(gdb.execute("with language c -- output (unsigned long)&" + name, to_string=True))
    except gdb.error:
        return None


class Stacks:
    """Who made a chunk, as the library notes it while a window is open: see native-ext/src/base/debugger_map.h."""

    def __init__(self, memory):
        self.memory = memory
        self.maps = {name: address_of("memcheck_debugger_" + name) for name in ("chunks", "holdings", "sites", "frames")}

    def array(self, name):
        """Where it begins, how large an item is, how many there are, and the offsets in an item."""
        words = [self.memory.word(self.maps[name] + 8 * i) for i in range(5)]
        return [self.memory.word(words[0] + 8 * i) for i in range(3)] + words[1:]

    def made(self, address):
        """The followed chunk that an address lies in, its size, and the frames that made it, innermost first; None if there is none."""
        if None in self.maps.values():
            return None
        data, width, count, pointer, size, base, holding = self.array("chunks")
        read = self.memory.bytes(data, width * count)
        for at in range(0, width * count, width):
            start = struct.unpack_from("<Q", read, at + pointer)[0]
            if start and start <= address:
                length = struct.unpack_from("<q", read, at + size)[0] + struct.unpack_from("<q", read, at + base)[0]
                if address < start + max(length, 1):
                    return start, length, self.frames(struct.unpack_from("<I", read, at + holding)[0])
        return None

    def frames(self, number):
        for name in ("holdings", "sites"):
            data, width, count, first, length = self.array(name)[:5]
            require(0 < number <= count, "a call stack that is not there")
            item = data + (number - 1) * width
            number = self.memory.number(item + first)
        frames = self.array("frames")[0]
        return [self.memory.word(frames + 8 * (number + i)) for i in range(self.memory.number(item + length))]


def place_of(pc):
    """The function and the line of a return address."""
    told = gdb.execute("info symbol 0x%x" % (pc - 1), to_string=True).strip()
    where = re.match(r"(.+?)(?: \+ \d+)? in section \S+(?: of (?:.*/)?(.*))?$", told)
    if not where:
        library = gdb.solib_name(pc)
        return "0x%x%s, without a name" % (pc, " (%s)" % os.path.basename(library) if library else "")
    line = gdb.find_pc_line(pc - 1)
    at = " at %s:%d" % (os.path.basename(line.symtab.filename), line.line) if line.symtab and line.line else ""
    return where.group(1) + (" (%s)" % where.group(2) if where.group(2) else "") + at


def elsewhere(address):
    """What lies at an address that is in no context, as far as the symbols and the kernel say it."""
    told = gdb.execute("info symbol 0x%x" % address, to_string=True).strip()
    if not told.startswith("No symbol"):
        return "of the program or a library: " + told
    try:
        top = int(gdb.parse_and_eval("(long)$sp"))
    except gdb.error:
        top = 0
    inferior = gdb.selected_inferior()
    try:
        with open("/proc/%d/maps" % inferior.pid) as maps:
            lines = [line.split(None, 5) for line in maps]
        live = "core" not in gdb.execute("info target", to_string=True)
    except OSError:
        live = False
    if live:
        for line in lines:
            start, end = (int(bound, 16) for bound in line[0].split("-"))
            if start <= address < end:
                name = line[5].strip() if len(line) > 5 else ""
                if name == "[stack]":
                    return "on the stack" if address >= top else "on the stack, below what is in use"
                if "s" in line[1]:
                    return "in shared memory: %s" % name
                if name and name != "[heap]":
                    return "in the mapping of %s" % name
                return "in memory of malloc(): a library's, free, or of a context that was deleted"
        return "nothing is mapped there"
    try:
        inferior.read_memory(address, 1)
    except (gdb.MemoryError, OverflowError, gdb.error):
        return "nothing is mapped there, or the core does not have it"
    return "on the stack, malloc's or shared memory, or of a context that was deleted"


class Context:
    def __init__(self, address, parent, kind, name, ident):
        self.address, self.parent, self.kind, self.name, self.ident = address, parent, kind, name, ident
        self.level = parent.level + 1 if parent else 0
        self.blocks = []  # start, end of what is handed out, end
        self.total = self.free = 0

    def path(self):
        return (self.parent.path() + " > " if self.parent else "") + self.name


majors = {}  # by program file


def major_of(program):
    """The major version of the server, 0 if it does not say; its file is read once."""
    if program not in majors:
        try:
            with open(program, "rb") as file:
                version = VERSION.search(file.read())
        except OSError as e:
            raise gdb.GdbError("%s cannot be read: %s" % (program, e.strerror))
        majors[program] = int(version.group(1)) if version else 0
    return majors[program]


class Server:
    """The process as it stands now."""

    def __init__(self):
        self.memory = Memory()
        program = gdb.current_progspace().filename
        if program is None:
            raise gdb.GdbError("nothing is being debugged: attach to a server process, or load a core with its program")
        variable = address_of("TopMemoryContext")
        if variable is None:
            raise gdb.GdbError("%s is no PostgreSQL server: its symbols have no TopMemoryContext" % program)
        major = major_of(program)
        known = layouts(major)
        if not known:
            raise gdb.GdbError("PostgreSQL %d is not one of those whose memory memcheck knows" % major)
        try:
            self.root = self.memory.word(variable)
        except Torn:
            raise gdb.GdbError("the process is not running, and there is no core")
        if not self.root:
            raise gdb.GdbError("there are no memory contexts yet: the server is still starting")
        right = [layout for layout in known if self.fits(layout)]
        if not right:
            raise gdb.GdbError("this PostgreSQL %d was built with other memory structures than memcheck knows" % major)
        self.at = right[0]
        self.kinds = {self.at["tag." + kind]: kind for kind in KINDS if "tag." + kind in self.at}

    def fits(self, layout):
        """Whether one comes from the first chunk of the root to the end of its block, header by header."""
        self.at = layout
        try:
            if self.memory.number(self.root) != layout["tag.allocset"]:
                return False
            block = self.root + layout["allocset.size"]
            end = self.memory.word(block + layout["allocblock.freeptr"])
            chunks = list(self.chunks("allocset", block, end))
            return bool(chunks) and chunks[-1][1] == end
        except Torn:
            return False

    def chunks(self, kind, block, end):
        """Each chunk of a block: where its header begins, where it ends, where what palloc() gave begins."""
        at, memory = self.at, self.memory
        header = at["generation.chunk"] if kind == "generation" else at["chunk.header"]
        chunk = block + at["allocblock.header" if kind == "allocset" else "genblock.header"]
        while chunk < end:
            if "chunk.mask" not in at:
                size = memory.word(chunk)
            else:
                mask = memory.word(chunk + at["chunk.mask"])
                bits = at["chunk.kindbits"]
                value = mask >> bits + 1 & (1 << 30) - 1
                require(mask & (1 << bits) - 1 == (3 if kind == "allocset" else 4), "a chunk of another kind")
                if mask >> bits & 1:
                    size = end - chunk - header
                else:
                    require(mask >> 34 & ~1 == chunk - block, "a chunk that does not know its block")
                    size = 8 << value if kind == "allocset" and value < at["allocset.lists"] else value
            require(0 < size <= end - chunk - header, "a chunk larger than its block")
            yield chunk, chunk + header + size, chunk + header
            chunk += header + size

    def tree(self):
        """All contexts in pre-order."""
        found, met, memory = [], set(), self.memory
        waiting = [(self.root, None)]
        while waiting:
            address, parent = waiting.pop()
            require(address not in met, "a circle of contexts")
            met.add(address)
            kind = self.kinds.get(memory.number(address))
            require(kind, "a context of no known kind")
            above = parent.address if parent else 0
            require(memory.word(address + self.at["context.parent"]) == above, "a context below another than its parent")
            name = memory.text(memory.word(address + self.at["context.name"]))
            ident = memory.text(memory.word(address + self.at["context.ident"]))
            if name == "dynahash" and ident:
                name, ident = ident, ""
            context = Context(address, parent, kind, name, ident)
            getattr(self, kind)(context)
            found.append(context)
            children, child = [], memory.word(address + self.at["context.firstchild"])
            while child:
                require(child not in children and child not in met, "a circle of contexts")
                children.append(child)
                child = memory.word(child + self.at["context.nextchild"])
            waiting += [(one, context) for one in reversed(children)]
        return found

    def count(self, context, block, size, handed_out):
        allocated = self.memory.word(context.address + self.at["context.allocated"])
        require(0 < size, "a block that ends before it begins")
        context.blocks.append((block, handed_out, block + size))
        context.total += size
        context.free += block + size - handed_out
        require(context.total <= allocated + self.at["allocset.size"], "more blocks than were allocated")

    def allocset(self, context):
        at, memory = self.at, self.memory
        context.total = at["allocset.size"]
        block = memory.word(context.address + at["allocset.blocks"])
        while block:
            end = memory.word(block + at["allocblock.endptr"])
            self.count(context, block, end - block, memory.word(block + at["allocblock.freeptr"]))
            block = memory.word(block + at["allocblock.next"])
        context.free_chunks = set()
        for number in range(at["allocset.lists"]):
            chunk = memory.word(context.address + at["allocset.freelists"] + 8 * number)
            while chunk:
                require(chunk not in context.free_chunks, "a circle of free chunks")
                context.free_chunks.add(chunk)
                context.free += at["chunk.header"] + (8 << number)
                chunk = memory.word(chunk + at["chunk.link"])

    def nodes(self, head):
        node = self.memory.word(head + 8)
        seen = set()
        while node and node != head:
            require(node not in seen, "a circle of blocks")
            seen.add(node)
            yield node
            node = self.memory.word(node + 8)

    def generation(self, context):
        at, memory = self.at, self.memory
        context.total = at["generation.size"]
        for block in self.nodes(context.address + at["generation.blocks"]):
            self.count(context, block, memory.word(block + at["genblock.size"]),
                       memory.word(block + at["genblock.freeptr"]))

    def bump(self, context):
        at, memory = self.at, self.memory
        for block in self.nodes(context.address + at["bump.blocks"]):
            self.count(context, block, memory.word(block + at["bumpblock.endptr"]) - block,
                       memory.word(block + at["bumpblock.freeptr"]))

    def slab(self, context):
        at, memory = self.at, self.memory
        number = memory.word if at["slab.width"] == 8 else memory.number
        size = number(context.address + at["slab.blocksize"])
        context.chunk_size = number(context.address + at["slab.fullchunk"])
        each = memory.number(context.address + at["slab.perblock"])
        if "slab.headersize" in at:
            context.total = memory.word(context.address + at["slab.headersize"])
        else:
            empty = memory.number(context.address + at["slab.empty"] + 16)
            context.total = at["slab.size"] + at["slab.flags"] * each + empty * size
        for number in range(at.get("slab.listcount", each + 1)):
            for node in self.nodes(context.address + at["slab.lists"] + 16 * number):
                block = node - at["slabblock.node"]
                context.blocks.append((block, block + size, block + size))
                context.total += size
                context.free += context.chunk_size * memory.number(block + at["slabblock.free"])

    def whose(self, address):
        """What lies at an address, in a sentence."""
        for context in self.tree():
            where = 'in %s "%s"' % (KINDS[context.kind], clean(context.path()))
            if context.address <= address < context.address + self.at.get(context.kind + ".size", 80):
                return "the header of the context itself, " + where[3:]
            for block, handed_out, end in context.blocks:
                if block <= address < end:
                    return self.within(context, block, handed_out, address) + " " + where
        return None

    def within(self, context, block, handed_out, address):
        if address >= handed_out:
            return "not handed out yet, at the end of a block of"
        if context.kind == "bump":
            return "memory that was handed out; a Bump does not know its chunks"
        if context.kind == "slab":
            first = block + self.at["slabblock.header"]
            if address < first:
                return "the header of a block"
            number = (address - first) // context.chunk_size
            start = first + number * context.chunk_size
            state = "free " if start in self.free_in_slab(context, block, first) else "used "
            return self.chunk(start + self.at["slab.chunk"], start + context.chunk_size, address, state)
        for start, end, given in self.chunks(context.kind, block, handed_out):
            if start <= address < end:
                state = ""
                if context.kind == "allocset":
                    state = "free " if start in context.free_chunks else "used "
                return self.aligned(start, address) + self.chunk(given, end, address, state)
        return "the header of a block"

    def free_in_slab(self, context, block, first):
        """The headers of the free chunks of a block."""
        at, memory, found = self.at, self.memory, set()
        free, size = memory.number(block + at["slabblock.free"]), context.chunk_size
        if "slabblock.unused" not in at:
            number = memory.number(block + at["slabblock.firstfree"])
            while len(found) < free:
                require(number >= 0 and first + number * size not in found, "a circle of free chunks")
                found.add(first + number * size)
                number = memory.number(first + number * size + at["slab.chunk"])
            return found
        header = at["slab.chunk"] - at["chunk.header"]
        chunk = memory.word(block + at["slabblock.firstfree"])
        while chunk:
            require(chunk not in found and len(found) < free, "a circle of free chunks")
            found.add(chunk - header)
            chunk = memory.word(chunk + at["chunk.mask"] + 8)
        chunk = memory.word(block + at["slabblock.unused"])
        while len(found) < free:
            found.add(chunk - header)
            chunk += size
        return found

    def aligned(self, start, address):
        """Of memory that was asked for aligned, which lies somewhere in a larger chunk: where it begins; nothing of other chunks."""
        at = self.at
        if "chunk.mask" not in at:
            return ""
        given = start + at["chunk.header"]
        for pointer in range(address & ~7, given + at["chunk.header"] - 1, -8):
            mask = self.memory.word(pointer - at["chunk.header"] + at["chunk.mask"])
            to = mask >> at["chunk.kindbits"] + 1 & (1 << 30) - 1
            if mask & (1 << at["chunk.kindbits"]) - 1 == ALIGNED and to and pointer % to == 0 \
                    and pointer - at["chunk.header"] - (mask >> 34 & ~1) == given:
                return "byte %d of memory aligned to %d at 0x%x, " % (address - pointer, to, pointer)
        return ""

    @staticmethod
    def chunk(given, end, address, state):
        if address < given:
            return "the header of the %schunk of %d bytes at 0x%x" % (state, end - given, given)
        return "byte %d of the %schunk of %d bytes at 0x%x" % (address - given, state, end - given, given)


def clean(text):
    return "".join(c if c.isprintable() and ord(c) < 127 else "?" for c in text)


def label(context):
    ident = clean(context.ident)
    ident = ident[:MOST_IDENT] + ("..." if len(ident) > MOST_IDENT else "")
    return "  " * context.level + clean(context.name) + (": " + ident if ident else "")


class Looks:
    """The trees of the last two stops, kept from the first command on."""

    def __init__(self):
        self.before = self.now = None
        self.following = self.slow = False

    def take(self):
        try:
            contexts = Server().tree()
        except Torn as e:
            raise gdb.GdbError("the contexts do not fit together: %s. The process stands in the middle of a change, or its"
                               " memory was overwritten" % e)
        self.now = {(c.address, c.name): c for c in contexts}
        if not self.following and not self.slow:
            gdb.events.stop.connect(self.stopped)
            self.following = True
        return contexts

    def stopped(self, _):
        self.before = self.now
        begun = time.monotonic()
        try:
            self.take()
        except (gdb.GdbError, gdb.error):
            self.now = None
        if time.monotonic() - begun > SLOW_SECONDS:
            gdb.events.stop.disconnect(self.stopped)
            self.following, self.slow = False, True
            gdb.write("memcheck: the tree is large, and is not read at each stop any more, only by memcheck tree and diff\n")


looks = Looks()


class Prefix(gdb.Command):
    """Memory contexts of a PostgreSQL process."""

    def __init__(self):
        super().__init__("memcheck", gdb.COMMAND_DATA, gdb.COMPLETE_NONE, True)


class Tree(gdb.Command):
    """memcheck tree [DEPTH]: print the tree of memory contexts."""

    def __init__(self):
        super().__init__("memcheck tree", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        if argument and not argument.isdigit():
            raise gdb.GdbError("memcheck tree expects a depth, found %s" % argument)
        contexts = looks.take()
        gdb.write("%-52s %-10s %12s %12s\n" % ("context", "kind", "total", "used"))
        for context in contexts:
            if not argument or context.level <= int(argument):
                gdb.write("%-52s %-10s %12d %12d\n" % (
                    label(context), KINDS[context.kind], context.total, context.total - context.free))
        gdb.write("%d contexts, %d bytes\n" % (len(contexts), sum(c.total for c in contexts)))


class Diff(gdb.Command):
    """memcheck diff: print what changed in the tree since the last stop; of a large tree, since the last look."""

    def __init__(self):
        super().__init__("memcheck diff", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        if looks.slow:
            looks.before = looks.now
        if looks.before is None:
            looks.take()
            gdb.write("from here on the tree is read at each stop; the next memcheck diff has something to compare with\n")
            return
        before, now = looks.before, {(c.address, c.name): c for c in looks.take()}
        lines = [("gone", c, -c.total, c.free - c.total) for key, c in before.items() if key not in now]
        for key, context in now.items():
            old = before.get(key)
            used = context.total - context.free
            if old is None:
                lines.append(("new", context, context.total, used))
            elif (old.total, old.free) != (context.total, context.free):
                lines.append(("changed", context, context.total - old.total, used - (old.total - old.free)))
        for change, context, total, used in lines:
            gdb.write("%-8s %-60s total %+d, used %+d\n" % (change, clean(context.path()), total, used))
        if not lines:
            gdb.write("nothing changed since the last %s\n" % ("look" if looks.slow else "stop"))


class Whose(gdb.Command):
    """memcheck whose ADDRESS: print the context and the chunk that a pointer lies in."""

    def __init__(self):
        super().__init__("memcheck whose", gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, from_tty):
        if not argument:
            raise gdb.GdbError("memcheck whose expects an address, or an expression that is one")
        try:
            value = gdb.parse_and_eval(argument)
            if value.type.strip_typedefs().code in (gdb.TYPE_CODE_ARRAY, gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_FUNC):
                value = value.address
            if value is None:
                raise gdb.GdbError("%s is no address: it is not in the process" % argument)
            address = int(value) & (1 << 64) - 1
        except gdb.error as e:
            raise gdb.GdbError("%s is no address: %s" % (argument, e))
        try:
            server = Server()
            found = server.whose(address)
            made = Stacks(server.memory).made(address)
        except Torn as e:
            raise gdb.GdbError("the contexts do not fit together: %s" % e)
        if not found and made:
            found = "byte %d of a piece of %d bytes at 0x%x that malloc() gave" % (address - made[0], made[1], made[0])
        gdb.write("0x%x: %s\n" % (address, found or "in no memory context: " + elsewhere(address)))
        if made:
            gdb.write("made by\n")
            for number, pc in enumerate(made[2]):
                gdb.write("  #%-2d %s\n" % (number, place_of(pc)))



Prefix()
Tree()
Diff()
Whose()
