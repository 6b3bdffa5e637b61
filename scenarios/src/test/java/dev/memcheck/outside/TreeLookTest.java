package dev.memcheck.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.memcheck.snapshot.ContextKind;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Snapshot;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeLookTest {
    private static final List<Integer> CHUNKS = List.of(3, 0, 5);

    @ParameterizedTest
    @ValueSource(strings = {"15", "15c", "16", "16c", "17", "17c", "18", "18c"})
    void readsEachKindAsEachBuildLaysItOut(String column) {
        Layout layout = MemoryImage.column(column);
        MemoryImage image = new MemoryImage(layout);
        long root = image.allocSet(0, "TopMemoryContext", "", CHUNKS, List.of(4, 4, 0));
        image.slab(root, "a slab");
        image.generation(root, "a generation");
        long table = image.allocSet(root, "dynahash", "a table", CHUNKS, List.of());
        image.allocSet(table, "a query", "SELECT 1", CHUNKS, List.of());

        Snapshot tree = look(image).take(42, Instant.EPOCH, true);

        int header = layout.at("chunk.header");
        int blockHeader = layout.at("allocblock.header") + layout.at("allocset.size");
        int used = blockHeader + 3 * header + 64 + 8 + 256;
        assertThat(tree.backendPid()).isEqualTo(42);
        assertThat(tree.nodes())
                .extracting(ContextNode::level, ContextNode::name, ContextNode::ident, ContextNode::kind)
                .containsExactly(
                        tuple(0, "TopMemoryContext", "", ContextKind.ALLOC_SET),
                        tuple(1, "a table", "", ContextKind.ALLOC_SET),
                        tuple(2, "a query", "SELECT 1", ContextKind.ALLOC_SET),
                        tuple(1, "a generation", "", ContextKind.GENERATION),
                        tuple(1, "a slab", "", ContextKind.SLAB));
        assertThat(tree.root().usedBytes()).isEqualTo(used);
        assertThat(tree.root().freeChunks()).isEqualTo(3);
        ContextNode generation = tree.nodes().get(3);
        assertThat(generation.totalBytes()).isEqualTo(4096 + layout.at("generation.size"));
        assertThat(generation.freeBytes()).isEqualTo(1000);
        assertThat(generation.freeChunks()).isEqualTo(2);
        ContextNode slab = tree.nodes().get(4);
        assertThat(slab.freeBytes()).isEqualTo(100);
        assertThat(slab.totalBytes())
                .isEqualTo(1024
                        + (layout.find("slab.headersize").isPresent()
                                ? 300
                                : layout.at("slab.size") + 4 * layout.at("slab.flags")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "17c", "18", "18c"})
    void countsABumpWithoutItsHeader(String column) {
        MemoryImage image = new MemoryImage(MemoryImage.column(column));
        image.bump(image.allocSet(0, "TopMemoryContext", "", CHUNKS, List.of()), "a bump");

        ContextNode bump = look(image).take(1, Instant.EPOCH, true).nodes().get(1);

        assertThat(bump.kind()).isEqualTo(ContextKind.BUMP);
        assertThat(bump.totalBytes()).isEqualTo(2048);
        assertThat(bump.freeBytes()).isEqualTo(500);
    }

    @Test
    void readsAgainWhatWasTorn() {
        MemoryImage image = new MemoryImage(MemoryImage.column("17"));
        long root = image.allocSet(0, "TopMemoryContext", "", CHUNKS, List.of());
        image.allocSet(root, "new", "", CHUNKS, List.of());
        Layout layout = MemoryImage.column("17");
        image.word(root + layout.at("context.allocated"), 4096);
        image.beforeWalk(3, () -> image.word(root + layout.at("context.allocated"), 8192));

        TreeLook look = look(image);
        Snapshot tree = look.take(1, Instant.EPOCH, true);

        assertThat(look.walks()).isEqualTo(3);
        assertThat(look.doubtful()).isZero();
        assertThat(tree.nodes()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"15", "18"})
    void aCircleOfFreeChunksIsDoubtfulAndEnds(String column) {
        Layout layout = MemoryImage.column(column);
        MemoryImage image = new MemoryImage(layout);
        long root = image.allocSet(0, "TopMemoryContext", "", CHUNKS, List.of());
        long child = image.allocSet(root, "child", "", CHUNKS, List.of(4, 4));
        long second = new Memory(image).word(child + layout.at("allocset.freelists") + 32);
        long first = new Memory(image).word(second + layout.at("chunk.link"));
        image.word(first + layout.at("chunk.link"), second);

        TreeLook look = look(image);
        Snapshot tree = look.take(1, Instant.EPOCH, true);

        assertThat(look.walks()).isEqualTo(20);
        assertThat(look.doubtful()).isEqualTo(1);
        assertThat(tree.nodes().get(1).totalBytes()).isEqualTo(8192);
    }

    @Test
    void siblingsThatDoNotKnowEachOtherAreLeftOut() {
        Layout layout = MemoryImage.column("16");
        MemoryImage image = new MemoryImage(layout);
        long root = image.allocSet(0, "TopMemoryContext", "", CHUNKS, List.of());
        long old = image.allocSet(root, "old", "", CHUNKS, List.of());
        long young = image.allocSet(root, "young", "", CHUNKS, List.of());
        image.word(old + layout.at("context.nextchild"), young);
        image.word(young + layout.at("context.prevchild"), old);

        TreeLook look = look(image);
        Snapshot tree = look.take(1, Instant.EPOCH, false);

        assertThat(look.doubtful()).isEqualTo(1);
        assertThat(tree.nodes()).hasSize(1);
    }

    /** Each of the two is the other's parent. */
    @Test
    void aCircleOfContextsIsDoubtfulAndEnds() {
        Layout layout = MemoryImage.column("16");
        MemoryImage image = new MemoryImage(layout);
        long root = image.allocSet(0, "TopMemoryContext", "", CHUNKS, List.of());
        long child = image.allocSet(root, "child", "", CHUNKS, List.of());
        image.word(root + layout.at("context.parent"), child);
        image.word(child + layout.at("context.firstchild"), root);

        TreeLook look = look(image);
        Snapshot tree = look.take(1, Instant.EPOCH, false);

        assertThat(look.doubtful()).isEqualTo(1);
        assertThat(tree.nodes()).hasSize(2);
    }

    /** As in a core, whose libraries were removed. */
    @Test
    void aNameThatIsNotThereIsAQuestionMark() {
        Layout layout = MemoryImage.column("17");
        MemoryImage image = new MemoryImage(layout);
        long root = image.allocSet(0, "TopMemoryContext", "", CHUNKS, List.of());
        long child = image.allocSet(root, "child", "", CHUNKS, List.of());
        image.word(child + layout.at("context.name"), 0x7f00_0000_0000L);

        TreeLook look = look(image);
        Snapshot tree = look.take(1, Instant.EPOCH, false);

        assertThat(tree.nodes()).extracting(ContextNode::name).containsExactly("TopMemoryContext", "?");
        assertThat(look.unnamed()).isEqualTo(1);
        assertThat(look.doubtful()).isZero();
    }

    @Test
    void aBuildThatTheTableDoesNotHaveIsRefused() {
        Layout layout = MemoryImage.column("18");
        MemoryImage image = new MemoryImage(layout);
        long root = image.allocSet(0, "TopMemoryContext", "", CHUNKS, List.of());
        image.number(root, layout.at("tag.allocset") + 1);

        assertThatThrownBy(() -> look(image).take(1, Instant.EPOCH, false))
                .isInstanceOf(OutsideException.class)
                .hasMessageContaining(
                        "this PostgreSQL 18.7 was built with other memory structures than memcheck knows");
    }

    @Test
    void aProcessThatIsStartingHasNoContexts() {
        MemoryImage image = new MemoryImage(MemoryImage.column("15"));
        image.word(MemoryImage.VARIABLE, 0);

        assertThatThrownBy(() -> look(image).take(1, Instant.EPOCH, false))
                .hasMessage("it has no memory contexts yet: it is still starting");
    }

    @Test
    void anIdentIsCutAtAWholeCharacter() {
        MemoryImage image = new MemoryImage(MemoryImage.column("15"));
        image.allocSet(0, "TopMemoryContext", "é".repeat(600), CHUNKS, List.of());

        String ident = look(image).take(1, Instant.EPOCH, false).root().ident();

        assertThat(ident).isEqualTo("é".repeat(511));
    }

    private static TreeLook look(MemoryImage image) {
        return new TreeLook(new Memory(image), image.program(), 0);
    }
}
