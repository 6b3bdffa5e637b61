package dev.memcheck.outside;

import dev.memcheck.snapshot.ContextKind;
import dev.memcheck.snapshot.Lifetime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks the tree once. Each context must know its parent and the sibling before it, and be met once alone; what does not fit
 * was torn, or is something else than a context. A strict walk ends there, the other one counts it and goes on beside it.
 */
final class TreeReader {
    /** As the server's view cuts an ident. */
    private static final int MOST_TEXT = 1023;

    private static final int MOST_CONTEXTS = 20_000_000;
    private static final String HASH_TABLE = "dynahash";

    private final Memory memory;
    private final Layout layout;
    private final SpaceReader spaces;
    private final Map<Integer, ContextKind> kinds;
    private final Map<Long, Lifetime> lifetimes;
    private final boolean strict;
    private final List<Found> found = new ArrayList<>();
    private final Set<Long> met = new HashSet<>();
    private int doubtful;
    private int unnamed;

    /**
     * A context.
     *
     * @param parent its place in the list; -1 for the root
     */
    record Found(
            long address,
            int parent,
            int level,
            ContextKind kind,
            Lifetime lifetime,
            String name,
            String ident,
            Space space) {}

    /**
     * @param lifetimes of the contexts that the server empties by itself, by address
     * @param strict whether it ends where something does not fit
     */
    TreeReader(Memory memory, Layout layout, Map<Long, Lifetime> lifetimes, boolean strict) {
        this.memory = memory;
        this.layout = layout;
        this.spaces = new SpaceReader(memory, layout);
        this.kinds = layout.kinds();
        this.lifetimes = lifetimes;
        this.strict = strict;
    }

    /** How many texts cannot be read, and stand as a question mark. */
    int unnamed() {
        return unnamed;
    }

    /** How many contexts are not shown as they are: their figures or what is below them did not fit. */
    int doubtful() {
        return doubtful;
    }

    /**
     * All contexts in pre-order, the root first.
     *
     * @throws TornException if something does not fit and the walk is strict, or the root does not
     */
    List<Found> read(long root) {
        add(root, -1);
        long address = root;
        int at = 0;
        while (at >= 0) {
            long next = linked(address, "context.firstchild", address, 0);
            int parent = at;
            while (next == 0 && address != root) {
                parent = found.get(at).parent();
                long above = found.get(parent).address();
                next = linked(address, "context.nextchild", above, address);
                if (next == 0) {
                    at = parent;
                    address = above;
                }
            }
            if (next == 0) {
                return found;
            }
            at = add(next, parent);
            address = next;
        }
        return found;
    }

    private long link(long address, String field) {
        return memory.word(address + layout.at(field));
    }

    /**
     * Where a link points to, if that is a context with this parent and this sibling before it that was not met yet; 0 if it is
     * not, or if the link ends. It is read once: the process may go on meanwhile.
     */
    private long linked(long from, String field, long parent, long before) {
        try {
            long to = link(from, field);
            if (to == 0) {
                return 0;
            }
            require(link(to, "context.parent") == parent, "a context below another one than its parent");
            require(link(to, "context.prevchild") == before, "siblings that do not know each other");
            require(kinds.containsKey(memory.number(to)), "a context of no known kind");
            require(!met.contains(to), "a circle of contexts");
            require(met.size() < MOST_CONTEXTS, "more contexts than there can be");
            return to;
        } catch (TornException e) {
            doubt(e);
            return 0;
        }
    }

    private int add(long address, int parent) {
        ContextKind kind = kinds.get(memory.number(address));
        if (kind == null) {
            throw new TornException("the root is no context");
        }
        met.add(address);
        Space space;
        try {
            space = spaces.read(address, kind);
        } catch (TornException e) {
            doubt(e);
            long allocated = memory.word(address + layout.at("context.allocated"));
            space = new Space(Math.max(0, Math.min(allocated, 1L << 47)), 0, 0, 0);
        }
        String name = text(link(address, "context.name"));
        String ident = text(link(address, "context.ident"));
        boolean isTable = name.equals(HASH_TABLE) && !ident.isEmpty();
        int level = parent < 0 ? 0 : found.get(parent).level() + 1;
        found.add(new Found(
                address,
                parent,
                level,
                kind,
                lifetime(address, parent, name),
                // As the server's view has it.
                isTable ? ident : name,
                isTable ? "" : ident,
                space));
        return found.size() - 1;
    }

    private Lifetime lifetime(long address, int parent, String name) {
        Lifetime above = parent < 0 ? Lifetime.BACKEND : found.get(parent).lifetime();
        if (above != Lifetime.BACKEND || parent < 0) {
            return above;
        }
        boolean ofPortals = parent == 0 && (name.equals("TopPortalContext") || name.equals("RowDescriptionContext"));
        return ofPortals ? Lifetime.STATEMENT : lifetimes.getOrDefault(address, Lifetime.BACKEND);
    }

    private String text(long address) {
        try {
            return memory.text(address, MOST_TEXT);
        } catch (TornException e) {
            if (strict) {
                throw e;
            }
            unnamed++;
            return "?";
        }
    }

    private void doubt(TornException e) {
        if (strict) {
            throw e;
        }
        doubtful++;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new TornException(what);
        }
    }
}
