package dev.memcheck.render.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The pages that say what {@code \help finding} and {@code \help context} say: made from the same guides. */
class GuidePagesTest {
    private static final Path PAGES = Path.of(".");
    private static final Map<String, String> LABELS =
            Map.of("below", "Hangs below", "holds", "Holds", "lives", "Lives", "growth", "Growth is");

    @Test
    void aPageExplainsEachKindOfFinding() throws IOException {
        StringBuilder page = new StringBuilder("""
                # The findings

                What each `check_type` means, what to look for, and how wrong and right code look. At the prompt, `\\help finding NAME` says the same.
                [How findings are seen and judged](../native-ext/README.md#how-it-judges) is a page of its own.

                """);
        for (CheckType type : CheckType.values()) {
            page.append("- [").append(type.label()).append("](#").append(type.label());
            page.append("): ").append(type.meaning()).append('\n');
        }
        for (CheckType type : CheckType.values()) {
            GuideEntry entry = Guide.toFindings().find(type.label()).get(0);
            page.append("\n## ").append(type.label()).append("\n\n");
            page.append(sentence(type.meaning())).append(" Marked `!! ").append(type.sign());
            page.append("` when it is certain, ")
                    .append(GuideText.certain(type))
                    .append(".\n\n");
            page.append("Look for ").append(entry.text("look")).append("\n\n");
            code(page, "Wrong", entry.lines("wrong"));
            code(page, "Right", entry.lines("right"));
            page.append("What to do: ").append(type.remedy()).append(".\n");
        }
        compare("findings.md", page);
    }

    @Test
    void aPageExplainsEachContextOfTheServer() throws IOException {
        StringBuilder page = new StringBuilder("""
                # The memory contexts of the server

                What a context is for, who fills it, how long it lives, and when its growth is fine. At the prompt, `\\help context NAME` says the same,
                and `\\tree` shows the contexts of your session.
                """);
        for (GuideEntry entry : Guide.toContexts().entries()) {
            page.append("\n## ").append(String.join(", ", entry.names())).append("\n\n");
            entry.fields()
                    .keySet()
                    .forEach(label -> page.append("- *")
                            .append(LABELS.get(label))
                            .append(label.equals("growth") ? "* " : ":* ")
                            .append(entry.text(label))
                            .append('\n'));
        }
        compare("contexts.md", page);
    }

    private static void code(StringBuilder page, String label, List<String> lines) {
        page.append(label).append(":\n\n");
        page.append(lines.stream().map(line -> "    " + line).collect(Collectors.joining("\n", "", "\n\n")));
    }

    private static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }

    private static void compare(String name, StringBuilder page) throws IOException {
        Path file = PAGES.resolve(name);
        if ("rewrite".equals(System.getProperty("memcheck.goldens"))) {
            Files.writeString(file, page);
            throw new AssertionError("rewrote " + file + "; run again without -Dmemcheck.goldens");
        }
        assertThat(page.toString()).isEqualTo(Files.readString(file));
    }
}
