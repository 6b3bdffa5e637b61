package dev.memcheck.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SnapshotReaderTest {
    private static final String TEXTS = "TopMemoryContextErrorContextCacheé";

    @Test
    void readsEveryField() {
        Snapshot snapshot = read(encoded(40, 64));

        assertThat(snapshot.backendPid()).isEqualTo(4711);
        assertThat(snapshot.sequence()).isEqualTo(9_000_000_000L);
        assertThat(snapshot.takenAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05.000006Z"));
        assertThat(snapshot.nodes())
                .extracting(ContextNode::name)
                .containsExactly("TopMemoryContext", "ErrorContext", "Cache");
        ContextNode root = snapshot.root();
        assertThat(root.key()).isEqualTo(new NodeKey(-1L));
        assertThat(root.parent()).isEmpty();
        assertThat(root.kind()).isEqualTo(ContextKind.ALLOC_SET);
        assertThat(root.lifetime()).isEqualTo(Lifetime.BACKEND);
        assertThat(root.blocks()).isEqualTo(4_000_000_000L);
        assertThat(root.totalBytes()).isEqualTo(1L << 40);
        assertThat(root.freeBytes()).isEqualTo(1000);
        assertThat(root.freeChunks()).isEqualTo(7);
        ContextNode cache = snapshot.nodes().get(2);
        assertThat(cache.parent()).contains(new NodeKey(2));
        assertThat(cache.level()).isEqualTo(2);
        assertThat(cache.ident()).isEqualTo("é");
        assertThat(cache.observer()).isTrue();
        assertThat(cache.clockDriven()).isFalse();
        assertThat(snapshot.nodes().get(1).clockDriven()).isTrue();
        assertThat(snapshot.nodes().get(1).observer()).isFalse();
        assertThat(cache.kind()).isEqualTo(ContextKind.BUMP);
        assertThat(cache.lifetime()).isEqualTo(Lifetime.STATEMENT);
        assertThat(snapshot.path(cache.key())).isEqualTo(List.of("TopMemoryContext", "ErrorContext", "Cache"));
    }

    @Test
    void readsWhatWasSeenInsideTheStatement() {
        byte[] datum = encoded(56, 64);
        ByteBuffer.wrap(datum).putLong(40, 5_000_000_000L).putInt(48, 1);

        assertThat(read(datum).facts()).isEqualTo(new SnapshotFacts(5_000_000_000L, true, false, Optional.empty()));
        assertThat(read(encoded(40, 64)).facts()).isEqualTo(SnapshotFacts.unknown());
        assertThat(read(datum).totalBytes())
                .isEqualTo(read(datum).nodes().stream()
                        .mapToLong(ContextNode::totalBytes)
                        .sum());
        ByteBuffer.wrap(datum).putLong(40, -1);
        assertThatThrownBy(() -> read(datum)).isInstanceOf(SnapshotFormatException.class);
    }

    @Test
    void readsWhenTheProcessStarted() {
        byte[] datum = encoded(64, 64);
        ByteBuffer.wrap(datum).putLong(56, 1_767_323_045_000_006L);

        assertThat(read(datum).facts().startedAt()).contains(Instant.parse("2026-01-02T03:04:05.000006Z"));
    }

    @Test
    void readsWhatTheProcessHasOutsideTheContexts() {
        byte[] datum = encoded(80, 64);
        ByteBuffer.wrap(datum).putLong(64, 300_000).putLong(72, -1);

        assertThat(read(datum).facts().mallocBytes()).hasValue(300_000);
        assertThat(read(datum).facts().rssAnonBytes()).isEmpty();
        assertThat(read(encoded(64, 64)).facts().mallocBytes()).isEmpty();
    }

    @Test
    void skipsFieldsThatANewerWriterAppends() {
        assertThat(read(encoded(48, 80)).nodes())
                .isEqualTo(read(encoded(40, 64)).nodes());
    }

    @Test
    void readsKindsOfTheFutureAsUnknown() {
        byte[] bytes = encoded(40, 64);
        bytes[40 + 16] = (byte) 200;
        bytes[40 + 17] = (byte) 201;

        ContextNode root = read(bytes).root();

        assertThat(root.kind()).isEqualTo(ContextKind.UNKNOWN);
        assertThat(root.lifetime()).isEqualTo(Lifetime.UNKNOWN);
    }

    @Test
    void sharesWhatDidNotChange() {
        SnapshotReader reader = new SnapshotReader();
        Snapshot first = reader.read(encoded(40, 64));
        byte[] grown = encoded(40, 64);
        grown[40 + 64 + 47]++;

        Snapshot second = reader.read(grown);

        assertThat(second.nodes().get(0)).isSameAs(first.nodes().get(0));
        assertThat(second.nodes().get(1).totalBytes())
                .isEqualTo(first.nodes().get(1).totalBytes() + 1);
        assertThat(second.nodes().get(2)).isSameAs(first.nodes().get(2));
    }

    @Test
    void sharesWhatStandsElsewhereSinceAnotherCame() {
        byte[] before = encoded(40, 64);
        ByteBuffer after = ByteBuffer.allocate(before.length + 64);
        after.put(before, 0, 40 + 64);
        after.put(node(64, 5, 0, 1, 1, 1, 0, new int[] {16, 12, 0, 0}, 1));
        after.put(before, 40 + 64, before.length - 40 - 64);
        after.putInt(12, 4).putInt(40 + 3 * 64 + 8, 2);
        SnapshotReader reader = new SnapshotReader();
        Snapshot first = reader.read(before);

        Snapshot second = reader.read(after.array());
        Snapshot third = reader.read(before);

        assertThat(second.nodes()).hasSize(4);
        assertThat(second.nodes().get(2)).isSameAs(first.nodes().get(1));
        assertThat(second.nodes().get(3)).isSameAs(first.nodes().get(2));
        assertThat(third.nodes()).isEqualTo(first.nodes());
        assertThat(third.nodes().get(2)).isSameAs(first.nodes().get(2));
    }

    @Test
    void sharesNothingThatOnlyLooksTheSame() {
        SnapshotReader reader = new SnapshotReader();
        Snapshot first = reader.read(encoded(40, 64));
        byte[] replaced = encoded(40, 64);
        replaced[40 + 64 + 7] = 9;
        byte[] renamed = encoded(40, 64);
        renamed[renamed.length - TEXTS.getBytes(StandardCharsets.UTF_8).length] = 't';

        assertThat(reader.read(replaced).nodes().get(2).parent()).contains(new NodeKey(9));
        assertThat(reader.read(renamed).root().name()).isEqualTo("topMemoryContext");
        assertThat(reader.read(encoded(40, 80)).nodes()).isEqualTo(first.nodes());
    }

    @Test
    void refusesEveryTruncation() {
        byte[] whole = encoded(40, 64);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part))
                    .as("the first %d of %d bytes", length, whole.length)
                    .isInstanceOf(SnapshotFormatException.class);
        }
        assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(SnapshotFormatException.class);
    }

    @Test
    void neverFailsOtherwiseOnGarbage() {
        Random random = new Random(20);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = encoded(40, 64);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                read(bytes);
            } catch (SnapshotFormatException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void takesNoMoreMemoryThanWasSent() {
        // Each context has all of the text but for its own number of bytes at the end: together some 2 GB.
        byte[] texts = new byte[1 << 20];
        ByteBuffer datum = ByteBuffer.allocate(40 + 2000 * 64 + texts.length);
        datum.put("MCSN".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 1)
                .putShort((short) 40);
        datum.putInt(1).putInt(2000).putLong(1).putLong(1).putInt(64).putInt(texts.length);
        for (int i = 0; i < 2000; i++) {
            int[] spans = {0, texts.length - i, 0, 0};
            datum.put(node(64, i + 1, i == 0 ? -1 : 0, i == 0 ? 0 : 1, 1, 1, 0, spans, 1));
        }

        assertThatThrownBy(() -> read(datum.array()))
                .isInstanceOf(SnapshotFormatException.class)
                .hasMessageContaining("texts overlap");
    }

    @Test
    void saysWhatIsWrong() {
        assertRefused(4, (byte) 0x01, "format 257 is unknown");
        assertRefused(0, (byte) 'X', "do not start with MCSN");
        assertRefused(6, (byte) 0xff, "does not fit");
        assertRefused(7, (byte) 8, "header says it has 8 bytes");
        assertRefused(35, (byte) 8, "a node has 8 bytes");
        assertRefused(40 + 64 + 8, (byte) 0x7f, "names node 2130706432 as its parent");
        assertRefused(40 + 64 + 15, (byte) 0, "is at level 0 below a parent at level 0, expected level 1");
        assertRefused(40 + 64 + 20, (byte) 1, "points at text");
        assertRefused(40 + 128 + 7, (byte) 2, "stands twice");
        assertRefused(40 + 40, (byte) 0x80, "tells of -");
    }

    private static void assertRefused(int at, byte value, String message) {
        byte[] bytes = encoded(40, 64);
        bytes[at] = value;
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(SnapshotFormatException.class)
                .hasMessageContaining(message);
    }

    private static Snapshot read(byte[] bytes) {
        return new SnapshotReader().read(bytes);
    }

    private static byte[] encoded(int headerSize, int nodeSize) {
        byte[] texts = TEXTS.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeBytes("MCSN");
            out.writeShort(1);
            out.writeShort(headerSize);
            out.writeInt(4711);
            out.writeInt(3);
            out.writeLong(9_000_000_000L);
            Instant takenAt = Instant.parse("2026-01-02T03:04:05.000006Z");
            out.writeLong(takenAt.getEpochSecond() * 1_000_000 + takenAt.getNano() / 1000);
            out.writeInt(nodeSize);
            out.writeInt(texts.length);
            out.write(new byte[headerSize - 40]);
            out.write(node(nodeSize, -1, -1, 0, 1, 1, 0, new int[] {0, 16, 0, 0}, 0xEE6B2800));
            out.write(node(nodeSize, 2, 0, 1, 2, 1, 2, new int[] {16, 12, 0, 0}, 1));
            out.write(node(nodeSize, 3, 1, 2, 4, 3, 1, new int[] {28, 5, 33, 2}, 1));
            out.write(texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] node(
            int size, long key, int parent, int level, int kind, int lifetime, int flags, int[] texts, int blocks) {
        ByteBuffer node = ByteBuffer.allocate(size);
        node.putLong(key).putInt(parent).putInt(level);
        node.put((byte) kind).put((byte) lifetime).put((byte) flags).put((byte) 0);
        for (int text : texts) {
            node.putInt(text);
        }
        return node.putInt(blocks).putLong(1L << 40).putLong(1000).putLong(7).array();
    }
}
