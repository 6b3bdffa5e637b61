package dev.memcheck.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.memcheck.finding.CheckType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The grammar is written down once, and this holds it against the parser. */
class GrammarExamplesTest {
    private static final Path README = Path.of("src/main/java/dev/memcheck/script/README.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z ]+)\n(.*?)^```$");

    private record Block(String kind, String text) {}

    private final String readme;
    private final List<Block> blocks = new ArrayList<>();

    GrammarExamplesTest() throws IOException {
        readme = Files.readString(README);
        for (Matcher matcher = BLOCK.matcher(readme); matcher.find(); ) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
    }

    @Test
    void everyExampleIsRead() {
        assertThat(examples())
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(example -> assertThat(parse(example)).isNotEmpty());
    }

    @Test
    void whatIsWrongIsToldAsWrittenDown() {
        int shown = 0;
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).kind().equals("mcs wrong")) {
                String wrong = blocks.get(i).text();
                ParseException refusal = catchThrowableOfType(ParseException.class, () -> parse(wrong));
                assertThat(blocks.get(i + 1)).isEqualTo(new Block("text", refusal.rendering() + "\n"));
                shown++;
            }
        }
        assertThat(shown).isPositive();
    }

    @Test
    void everyCommandIsInTheGrammarAndInAnExample() {
        String grammar = readme.substring(readme.indexOf("## Grammar"), readme.indexOf("## By example"));
        String examples = String.join("\n", examples());
        for (LanguageCommand command : LanguageCommand.values()) {
            assertThat(command.names()).allSatisfy(name -> assertThat(grammar).contains("\\" + name));
            // What another file would be needed for is tried in the parser's own tests.
            if (command != LanguageCommand.INCLUDE) {
                assertThat(examples).contains("\\" + command.label());
            }
        }
    }

    @Test
    void everyExpectationAndClauseIsInTheGrammarAndInAnExample() {
        List<String> words = new ArrayList<>(Expectation.firstWords());
        words.removeAll(Arrays.stream(CheckType.values()).map(CheckType::label).toList());
        words.addAll(FindingClause.WORDS);
        String examples = String.join("\n", examples());
        for (String word : words) {
            assertThat(readme).contains("\"" + word + "\"");
            if (!word.equals("unconfirmed")) {
                assertThat(examples).containsPattern("\\\\expect.* ?\\b" + word + "\\b");
            }
        }
    }

    private List<String> examples() {
        return blocks.stream()
                .filter(block -> block.kind().equals("mcs") || block.kind().equals("mcs parsed"))
                .map(Block::text)
                .toList();
    }

    private static List<Item> parse(String text) {
        return new SessionParser(Set.of("g", "gset", "gdesc", "gexec"), IncludeResolver.files())
                .parse("example.mcs", text);
    }
}
