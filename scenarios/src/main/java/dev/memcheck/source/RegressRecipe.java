package dev.memcheck.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A recipe of the Makefile's own that calls pg_regress, where REGRESS names nothing: what make would run for its target is taken apart.
 *
 * @param target that has it
 * @param words that pg_regress is given: options and names of tests
 * @param others targets that call it with other words
 */
public record RegressRecipe(String target, List<String> words, List<String> others) {
    private static final int SECONDS = 30;
    private static final Pattern TARGET = Pattern.compile("([A-Za-z][\\w.-]*)\\s*::?(?!=).*");
    private static final Pattern CALL = Pattern.compile("\\bpg_regress");
    private static final Pattern PROGRAM = Pattern.compile("(?:\\S*/)?pg_regress");
    private static final Pattern WRAPPER = Pattern.compile("\\bpg_regress[\\w-]*\\.(?:pl|py|sh)\\b");
    private static final Pattern END = Pattern.compile("\\|\\|?|&&?|;|[<>].*");

    public RegressRecipe {
        words = List.copyOf(words);
        others = List.copyOf(others);
    }

    /**
     * The first of them; none if there is no Makefile, or make does not say.
     *
     * @param pgConfig of the server that is built for; make's own choice if empty
     */
    public static Optional<RegressRecipe> of(Path directory, Optional<Path> pgConfig) throws IOException {
        Optional<String> makefile = Makefile.file(directory);
        if (makefile.isEmpty()) {
            return Optional.empty();
        }
        Optional<RegressRecipe> first = Optional.empty();
        List<String> others = new ArrayList<>();
        for (String target :
                targets(Files.readString(directory.resolve(makefile.get()), StandardCharsets.ISO_8859_1))) {
            String commands = MakeRun.output(
                            directory, MakeRun.command(makefile.get(), pgConfig, SECONDS, "-n", target), "")
                    .text();
            List<String> words = words(commands);
            if (!words.isEmpty() && first.isEmpty()) {
                first = Optional.of(new RegressRecipe(target, words, List.of()));
            } else if (!words.isEmpty() && !words.equals(first.get().words())) {
                others.add(target);
            }
        }
        return first.map(recipe -> new RegressRecipe(recipe.target(), recipe.words(), others));
    }

    /** A program of the author's that a recipe runs in its place: it has servers of its own. */
    public static Optional<String> wrapper(Path directory) throws IOException {
        Optional<String> makefile = Makefile.file(directory);
        if (makefile.isEmpty()) {
            return Optional.empty();
        }
        return WRAPPER.matcher(Files.readString(directory.resolve(makefile.get()), StandardCharsets.ISO_8859_1))
                .results()
                .map(found -> found.group())
                .findFirst();
    }

    /** Targets whose recipe, as it is written, calls it. */
    static Set<String> targets(String text) {
        Set<String> targets = new LinkedHashSet<>();
        String target = "";
        for (String line : text.replaceAll("\\\\\\r?\\n", " ").lines().toList()) {
            Matcher rule = TARGET.matcher(line);
            if (rule.matches()) {
                target = rule.group(1);
            } else if (line.startsWith("\t") && CALL.matcher(line).find() && !target.isEmpty()) {
                targets.add(target);
            }
        }
        return targets;
    }

    /** What the call is given, of commands as {@code make -n} prints them; nothing if there is no test among it. */
    static List<String> words(String commands) {
        for (String line : commands.replaceAll("\\\\\\r?\\n", " ").lines().toList()) {
            List<String> all = Stream.of(line.strip().split("\\s+")).toList();
            int call = 0;
            while (call < all.size() && !PROGRAM.matcher(all.get(call)).matches()) {
                call++;
            }
            List<String> words = all.stream()
                    .skip(call + 1L)
                    .takeWhile(word -> !END.matcher(word).matches())
                    .filter(word -> !word.startsWith("--temp-instance"))
                    .toList();
            if (words.stream().anyMatch(word -> !word.startsWith("-"))
                    || words.stream().anyMatch(word -> word.startsWith("--schedule"))) {
                return words;
            }
        }
        return List.of();
    }
}
