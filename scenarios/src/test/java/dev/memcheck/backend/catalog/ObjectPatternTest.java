package dev.memcheck.backend.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ObjectPatternTest {
    private static final String MATCHES = "name OPERATOR(pg_catalog.~) E'^(%s)$' COLLATE pg_catalog.\"default\"";

    @Test
    void lettersAreFoldedAndSignsStandForOthers() {
        assertThat(name("Foo*b?r")).isEqualTo(MATCHES.formatted("foo.*b.r"));
        assertThat(name("\"Foo*\"\"x.$\"")).isEqualTo(MATCHES.formatted("Foo\\\\*\"x\\\\.\\\\$"));
        assertThat(name("a[bc]$")).isEqualTo(MATCHES.formatted("a[bc]\\\\$"));
        assertThat(name("")).isEqualTo("true");
        assertThat(name("*")).isEqualTo("true");
    }

    @Test
    void nothingLeavesItsString() {
        assertThat(name("a' OR true --")).isEqualTo(MATCHES.formatted("a'' or true --"));
        assertThat(name("a\\' OR")).isEqualTo(MATCHES.formatted("a\\\\'' or"));
        assertThat(ObjectPattern.of("a@=b").condition("name")).contains("^(a@=b)$");
    }

    @Test
    void aDotComesAfterTheSchema() {
        assertThat(ObjectPattern.of("s.t").condition("schema", "name", "visible"))
                .contains("schema OPERATOR", "^(s)$", "^(t)$")
                .doesNotContain("visible");
        assertThat(ObjectPattern.of("db.s.*").condition("schema", "name", "visible"))
                .contains("^(s)$")
                .endsWith("(true)");
        assertThat(ObjectPattern.of("t").condition("schema", "name", "visible")).startsWith("(visible) AND ");
        assertThatThrownBy(() -> ObjectPattern.of("a.b.c.d")).hasMessageContaining("too many dotted names");
    }

    private static String name(String pattern) {
        return ObjectPattern.of(pattern).condition("name");
    }
}
