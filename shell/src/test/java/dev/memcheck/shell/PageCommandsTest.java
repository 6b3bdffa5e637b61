package dev.memcheck.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Each command line of memcheck in a page is one that memcheck takes: its options are there, and have what they need. */
class PageCommandsTest {
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    /** What is typed, in an indented block, after a prompt, or as a step of a CI system. */
    private static final Pattern TYPED = Pattern.compile(
            "(?m)^(?:\\$ | {4,}(?:- (?:run: )?)?)(?:.* \\| |sudo -u \\w+ |java -jar \\S+/)?memcheck((?: .*)?)$");

    private static final Pattern WORD = Pattern.compile("((?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+)");

    @Test
    void eachIsTaken() throws IOException {
        List<String> wrong = new ArrayList<>();
        int lines = 0;
        for (Path page : pages()) {
            Matcher typed = TYPED.matcher(Files.readString(page).replace("\\\n", " "));
            while (typed.find()) {
                lines++;
                List<String> words = words(typed.group(1));
                try {
                    line().parseArgs(words.toArray(new String[0]));
                } catch (ParameterException e) {
                    wrong.add(TOP.relativize(page) + ": memcheck " + String.join(" ", words) + ": " + e.getMessage());
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(lines).isGreaterThan(35);
    }

    private static CommandLine line() {
        return Main.line(PromptTalk.streams(Map.of())).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(TOP)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("/target/") && !file.endsWith("CHANGELOG.md"))
                    .toList();
        }
    }

    /** Up to a comment, or what a shell does with what it prints. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (Matcher word = WORD.matcher(text); word.find(); ) {
            if (word.group().matches("#.*|\\||[>;&].*")) {
                break;
            }
            words.add(word.group().replaceAll("['\"]", ""));
        }
        return words;
    }
}
