package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What a statement names is asked of the catalog, and not in the middle of a transaction. */
class NamedFunctionsTest {
    private final FakeBackend backend = new FakeBackend(1, new ArrayList<>());

    @Test
    void aFunctionOfAnExtensionIsTold() {
        assertThat(NamedFunctions.words(backend, "SELECT \"stale\" (1)"))
                .isEqualTo(", of a statement that names stale() of fake");
        assertThat(NamedFunctions.words(backend, "SELECT Stale()")).endsWith("stale() of fake");
        assertThat(backend.heard).last().asString().contains("'{stale}'");
    }

    @Test
    void nobodyIsAskedWithoutNeed() {
        assertThat(NamedFunctions.words(backend, "TABLE stale")).isEmpty();
        backend.execute("BEGIN TRANSACTION");
        assertThat(NamedFunctions.words(backend, "SELECT stale()")).isEmpty();
        assertThat(backend.heard).containsExactly("BEGIN TRANSACTION");
    }
}
