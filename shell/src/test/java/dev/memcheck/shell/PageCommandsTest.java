package dev.memcheck.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.script.LanguageCommand;
import dev.memcheck.shell.command.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Each command line of memcheck in a page is one that memcheck takes: its options are there, and have what they need. */
class PageCommandsTest {
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?:sh|console|yaml)\n(.*?)^```$");

    /** What is typed, after a prompt, or as a step of a CI system. */
    private static final Pattern TYPED = Pattern.compile(
            "(?m)^(?:\\$ | *(?:- (?:run: )?)?)(?:.* \\| |.* && |sudo -u \\w+ |java -jar \\S+/)?memcheck((?: .*)?)$");

    private static final Pattern IN_A_SENTENCE = Pattern.compile("`memcheck ([^`\n]*)`");
    private static final Pattern BACKSLASH = Pattern.compile("`\\\\([a-z!?]+\\+?)(?=[` ])");

    /** One that a page says there is none of, and one that was made to count files by. */
    private static final List<String> NOT_THERE = List.of("if", "pid");

    private static final Pattern WORD = Pattern.compile("((?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+)");

    @Test
    void eachIsTaken() throws IOException {
        List<String> wrong = new ArrayList<>();
        int lines = 0;
        for (Path page : pages()) {
            Matcher typed = TYPED.matcher(blocks(Files.readString(page)).replace("\\\n", " "));
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

    /** What stands in a sentence may leave out what is meant to be filled in, and no more. */
    @Test
    void eachInASentenceIsTaken() throws IOException {
        List<String> wrong = new ArrayList<>();
        int lines = 0;
        for (Path page : pages()) {
            for (Matcher typed = IN_A_SENTENCE.matcher(Files.readString(page)); typed.find(); ) {
                lines++;
                try {
                    line().parseArgs(words(typed.group(1)).toArray(new String[0]));
                } catch (CommandLine.MissingParameterException e) {
                    continue;
                } catch (ParameterException e) {
                    wrong.add(TOP.relativize(page) + ": memcheck " + typed.group(1) + ": " + e.getMessage());
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(lines).isGreaterThan(20);
    }

    @Test
    void eachBackslashCommandIsThere() throws IOException {
        List<String> known = new Commands().allNames();
        List<String> wrong = new ArrayList<>();
        int names = 0;
        for (Path page : pages()) {
            for (Matcher name = BACKSLASH.matcher(Files.readString(page)); name.find(); ) {
                names++;
                if (!NOT_THERE.contains(name.group(1))
                        && !known.contains(name.group(1))
                        && LanguageCommand.ofName(name.group(1)).isEmpty()) {
                    wrong.add(TOP.relativize(page) + ": " + name.group());
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(names).isGreaterThan(80);
    }

    private static String blocks(String page) {
        return BLOCK.matcher(page)
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining())
                .replaceAll("(?m)^memcheck\\S*> .*", "");
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
