package dev.memcheck.outside;

import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Lifetime;
import dev.memcheck.snapshot.NodeKey;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SyntheticKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One look at a tree: walks until a walk fits together. A process that works may change under each; then the last walk is
 * taken as it is, without what did not fit.
 */
final class TreeLook {
    private static final int MOST_WALKS = 20;

    private final Memory memory;
    private final ServerProgram program;
    private final long moved;
    private int walks;
    private int doubtful;
    private int unnamed;

    /** @param moved how far from where its file has it the program is in memory */
    TreeLook(Memory memory, ServerProgram program, long moved) {
        this.memory = memory;
        this.program = program;
        this.moved = moved;
    }

    /** How often the tree was walked. */
    int walks() {
        return walks;
    }

    /** How many names and idents could not be read. */
    int unnamed() {
        return unnamed;
    }

    /** How many contexts are not as they are shown. */
    int doubtful() {
        return doubtful;
    }

    /**
     * @param changes whether another walk may see something else
     * @throws OutsideException if there is no tree, or it is of a build that nobody knows
     */
    Snapshot take(int pid, Instant takenAt, boolean changes) {
        List<Layout> layouts = Layout.ofMajor(program.major());
        if (layouts.isEmpty()) {
            throw new OutsideException("it is PostgreSQL " + program.version()
                    + ", and memcheck reads trees of versions " + Layout.known() + " from outside");
        }
        String torn = "";
        for (walks = 1; walks <= MOST_WALKS; walks++) {
            boolean last = walks == MOST_WALKS || !changes;
            memory.forget();
            try {
                Map<Long, Lifetime> lifetimes = lifetimes();
                long root = variable(ServerProgram.ROOT);
                if (root == 0) {
                    throw new OutsideException("it has no memory contexts yet: it is still starting");
                }
                Layout layout = new LayoutChoice(memory, root).among(layouts, program.version());
                TreeReader reader = new TreeReader(memory, layout, lifetimes, !last);
                List<TreeReader.Found> found = reader.read(root);
                doubtful = reader.doubtful();
                unnamed = reader.unnamed();
                return snapshot(pid, takenAt, found);
            } catch (TornException e) {
                torn = e.getMessage();
            } catch (OutsideException e) {
                // The first block of the root may have been cut while it was read.
                if (last) {
                    throw e;
                }
            }
            if (last) {
                break;
            }
        }
        throw new OutsideException("its memory does not fit together, read " + walks + " times: " + torn);
    }

    private long variable(String name) {
        Long at = program.symbols().get(name);
        return at == null ? 0 : memory.word(at + moved);
    }

    private Map<Long, Lifetime> lifetimes() {
        Map<Long, Lifetime> lifetimes = new HashMap<>();
        lifetimes.put(variable("TopTransactionContext"), Lifetime.TRANSACTION);
        lifetimes.put(variable("CurTransactionContext"), Lifetime.TRANSACTION);
        lifetimes.put(variable("MessageContext"), Lifetime.STATEMENT);
        lifetimes.put(variable("ErrorContext"), Lifetime.STATEMENT);
        lifetimes.put(variable("PortalContext"), Lifetime.STATEMENT);
        return lifetimes;
    }

    private static Snapshot snapshot(int pid, Instant takenAt, List<TreeReader.Found> found) {
        SyntheticKeys keys = new SyntheticKeys(found.stream()
                .map(one -> new SyntheticKeys.Named(one.level(), one.name(), one.ident()))
                .toList());
        List<ContextNode> nodes = new ArrayList<>(found.size());
        for (int i = 0; i < found.size(); i++) {
            TreeReader.Found one = found.get(i);
            Optional<NodeKey> parent = one.parent() < 0 ? Optional.empty() : Optional.of(keys.of(one.parent()));
            boolean statistics = one.level() == 1 && one.name().startsWith("PgStat ");
            nodes.add(new ContextNode(
                    keys.of(i),
                    parent,
                    one.level(),
                    one.name(),
                    one.ident(),
                    one.kind(),
                    one.lifetime(),
                    false,
                    statistics || one.parent() >= 0 && nodes.get(one.parent()).clockDriven(),
                    one.space().total(),
                    one.space().free(),
                    one.space().blocks(),
                    one.space().freeChunks()));
        }
        return Snapshot.of(pid, 1, takenAt, nodes);
    }
}
