package dev.memcheck.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code make installcheck} would make before it runs the first test: the targets that {@code REGRESS_PREP} names, and files that are
 * not there, such as regression files with a version or a path in them. Other targets that are no files are looked through and never made:
 * some of them run the tests.
 *
 * @param made targets of {@code REGRESS_PREP}, and files that were not there
 * @param failure what make said where it could not make them
 */
public record CheckFiles(List<String> made, Optional<String> failure) {
    private static final int SECONDS_TO_ASK = 30;
    private static final int SECONDS_TO_MAKE = 300;
    private static final String TARGET = "installcheck";
    /** PGXS makes it before it runs the tests; what make would have to work out first is left to the files. */
    private static final Pattern PREPARED = Pattern.compile("(?m)^REGRESS_PREP :?:?= ([\\w./+ -]*)$");

    private static final Pattern RULE = Pattern.compile("([^\\s:=#%]+): ([^=]*)");
    private static final Pattern FILE = Pattern.compile("[\\w+-][\\w./+-]*[./][\\w./+-]*");

    public CheckFiles {
        made = List.copyOf(made);
    }

    /**
     * Makes them.
     *
     * @param directory of the Makefile; there need not be one
     * @param pgConfig of the server that is built for; make's own choice if empty
     */
    public static CheckFiles make(Path directory, Optional<Path> pgConfig) throws IOException {
        return make(directory, pgConfig, SECONDS_TO_MAKE);
    }

    /** @param seconds after which make is killed */
    static CheckFiles make(Path directory, Optional<Path> pgConfig, int seconds) throws IOException {
        Optional<String> makefile = Makefile.file(directory);
        if (makefile.isEmpty()) {
            return new CheckFiles(List.of(), Optional.empty());
        }
        String rules = MakeRun.output(
                        directory, MakeRun.command(makefile.get(), pgConfig, SECONDS_TO_ASK, "-pnR", TARGET), "")
                .text();
        List<String> targets = prepared(rules);
        List<String> made = new ArrayList<>();
        Optional<String> failure = Optional.empty();
        if (!targets.isEmpty()) {
            MakeRun run = MakeRun.output(
                    directory, MakeRun.command(makefile.get(), pgConfig, seconds, targets.toArray(String[]::new)), "");
            if (run.good()) {
                made.addAll(targets);
            } else {
                failure = Optional.of("REGRESS_PREP, " + String.join(" ", targets) + ": " + run.lastLine());
            }
        }
        List<String> absent = wanted(rules).stream()
                .filter(file -> Files.notExists(directory.resolve(file)))
                .toList();
        if (absent.isEmpty()) {
            return new CheckFiles(made, failure);
        }
        CheckFiles files = files(
                directory, MakeRun.command(makefile.get(), pgConfig, seconds, absent.toArray(String[]::new)), absent);
        made.addAll(files.made());
        return new CheckFiles(made, failure.or(files::failure));
    }

    private static CheckFiles files(Path directory, List<String> command, List<String> absent) throws IOException {
        MakeRun run = MakeRun.output(directory, command, "");
        List<String> made = absent.stream()
                .filter(file -> Files.exists(directory.resolve(file)))
                .toList();
        if (run.wasKilled()) {
            // One of them may be half of what it should be, and would be taken for whole the next time.
            for (String file : made) {
                Files.delete(directory.resolve(file));
            }
            return new CheckFiles(List.of(), Optional.of(run.lastLine()));
        }
        return new CheckFiles(made, run.good() ? Optional.empty() : Optional.of(run.lastLine()));
    }

    private static List<String> prepared(String rules) {
        Matcher named = PREPARED.matcher(rules);
        return named.find()
                ? Stream.of(named.group(1).strip().split(" +"))
                        .filter(target -> !target.isEmpty() && !target.startsWith("-"))
                        .toList()
                : List.of();
    }

    /** @param rules as {@code make -pn} prints them */
    static Set<String> wanted(String rules) {
        Map<String, List<String>> prerequisites = new TreeMap<>();
        for (String line : rules.lines().toList()) {
            Matcher rule = RULE.matcher(line);
            if (rule.matches()) {
                prerequisites
                        .computeIfAbsent(rule.group(1), unused -> new ArrayList<>())
                        .addAll(List.of(rule.group(2).replace("|", " ").strip().split("\\s+")));
            }
        }
        Set<String> phony = Set.copyOf(new LinkedHashSet<>(prerequisites.getOrDefault(".PHONY", List.of())));
        Set<String> files = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>();
        look(TARGET, prerequisites, phony, files, seen);
        return files;
    }

    private static void look(
            String target,
            Map<String, List<String>> prerequisites,
            Set<String> phony,
            Set<String> files,
            Set<String> seen) {
        for (String wanted : prerequisites.getOrDefault(target, List.of())) {
            if (phony.contains(wanted) && seen.add(wanted)) {
                look(wanted, prerequisites, phony, files, seen);
            } else if (!phony.contains(wanted) && FILE.matcher(wanted).matches()) {
                files.add(wanted);
            }
        }
    }
}
