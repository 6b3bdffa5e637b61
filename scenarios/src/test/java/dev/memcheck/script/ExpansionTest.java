package dev.memcheck.script;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts that grow as they are read. */
class ExpansionTest {
    @Test
    void aVariableThatDoublesItselfIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> parse("\\set a xxxxxxxx\n" + "\\set a :a:a\n".repeat(30)))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("t.mcs:22:10:")
                .hasMessageContaining("longer than 16 million characters");
    }

    @Test
    void longVariablesAreNotPutInWithoutEnd() {
        String text = "\\set a xxxxxxxx\n" + "\\set a :a:a\n".repeat(19) + "SELECT :'a';\n".repeat(100);

        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("variables put in so far are longer than 64 million");
    }

    @Test
    void filesThatIncludeEachOtherTwiceAreRefused() {
        IncludeResolver resolver = (file, includer) -> {
            int depth = Integer.parseInt(file);
            String next = "\\include " + (depth + 1) + "\n";
            return new IncludeResolver.Source(file, depth < 15 ? next + next + next : "SELECT 1;");
        };

        assertThatThrownBy(() -> new SessionParser(List.of(), resolver).parse("t.mcs", "\\include 0"))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("too much is included");
    }

    private static void parse(String text) {
        new SessionParser(List.of(), IncludeResolver.files()).parse("t.mcs", text);
    }
}
