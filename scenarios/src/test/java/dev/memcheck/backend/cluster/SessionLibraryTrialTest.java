package dev.memcheck.backend.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionLibraryTrialTest {
    @Test
    void readsAListAsTheServerDoes() {
        assertThat(SessionLibraryTrial.names("auto_explain, $libdir/plugins/a ,\"/a b/c,d\",\"e\"\"f\""))
                .containsExactly("auto_explain", "$libdir/plugins/a", "/a b/c,d", "e\"f");
        assertThat(SessionLibraryTrial.names("")).isEmpty();
    }
}
