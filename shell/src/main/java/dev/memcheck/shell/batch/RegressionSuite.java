package dev.memcheck.shell.batch;

import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.backend.cluster.RegressionSubject;
import dev.memcheck.script.NearMiss;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.source.Makefile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The regression files of an extension, as its Makefile names them for PGXS: those of a schedule, REGRESS in its order, and of
 * REGRESS_OPTS what the database needs and where the files are. Without such a Makefile, every file of {@code sql} by name.
 *
 * @param directory of the Makefile, in which psql runs
 * @param input the directory that holds {@code sql} and {@code expected}: the same, or another that the Makefile names
 * @param tests names of files without directory and suffix, in order
 * @param missing names that the Makefile has and {@code sql} has not, so that nobody takes them for run
 * @param subject what it is about: the extensions and libraries that the Makefile and the control files name
 * @param database its name, to which files may connect again
 * @param extensions that are created before the first file
 * @param settings of the server, from the configuration file that the Makefile names
 * @param notes what of the Makefile could not be read, and what of its tests is not run here
 */
public record RegressionSuite(
        Path directory,
        Path input,
        List<String> tests,
        List<String> missing,
        RegressionSubject subject,
        String database,
        List<String> extensions,
        Map<String, String> settings,
        List<String> notes) {
    private static final Pattern TEST_NAME = Pattern.compile("[\\w./+-]+");
    private static final Pattern LOAD_EXTENSION = Pattern.compile("--load-extension[= ](\\S+)");
    private static final Pattern DATABASE = Pattern.compile("--dbname[= ](\\S+)");
    private static final String USUAL_DATABASE = "contrib_regression";
    private static final Pattern INPUT = Pattern.compile("--inputdir[= ](\\S+)");
    private static final Pattern CONFIGURATION = Pattern.compile("--temp-config[= ](\\S+)");
    private static final Pattern CONTROL_FILE = Pattern.compile("([\\w-]+)\\.control(?:\\.in)?");
    private static final Pattern MODULE = Pattern.compile("\\s*module_pathname\\s*=\\s*'([\\w$./+-]+)'.*");
    private static final Pattern SCHEDULE = Pattern.compile("--schedule[= ](\\S+)");
    private static final Pattern SCHEDULED = Pattern.compile("\\s*test:\\s*(\\S.*)");
    private static final Pattern SETTING =
            Pattern.compile("\\s*([\\w.]+)\\s*[= ]\\s*(?:'((?:[^']|'')*)'|([^#\\s]+)).*");
    private static final List<String> VARIABLES = List.of(
            "REGRESS",
            "REGRESS_OPTS",
            "EXTENSION",
            "MODULES",
            "MODULE_big",
            "CONTRIB_TESTDB",
            "ISOLATION",
            "TAP_TESTS");
    private static final String PRELOAD = "shared_preload_libraries";

    public RegressionSuite {
        tests = List.copyOf(tests);
        missing = List.copyOf(missing);
        extensions = List.copyOf(extensions);
        notes = List.copyOf(notes);
        settings = new LinkedHashMap<>(settings);
    }

    /**
     * @param pgConfig of the server that it is built for, if it is known
     * @param chosen of its tests, in this order; all if there are none
     * @throws UsageException if there is no suite, or no such test in it
     */
    public static RegressionSuite read(Path directory, Optional<Path> pgConfig, List<String> chosen) {
        try {
            Makefile makefile = Makefile.read(directory, pgConfig, VARIABLES);
            String regress = makefile.value("REGRESS");
            // pgmp has an option among its tests
            String options = makefile.value("REGRESS_OPTS") + " " + regress;
            Path input = input(directory, options);
            Path sql = input.resolve("sql");
            if (!Files.isDirectory(sql)) {
                throw new UsageException(
                        "expected the source directory of an extension, with its regression files in sql/;"
                                + " there is no directory " + sql);
            }
            List<String> named = new ArrayList<>(scheduled(directory, options));
            named.addAll(Arrays.asList(regress.split("\\s+")));
            List<String> present = names(sql);
            List<String> tests = tests(named, present, !makefile.isAsked() && regress.contains("$(wildcard"));
            if (tests.isEmpty()) {
                throw new UsageException("there is no regression file *.sql in " + sql);
            }
            List<String> loaded = all(LOAD_EXTENSION, options);
            List<String> missing = named.stream()
                    .filter(name -> TEST_NAME.matcher(name).matches() && !present.contains(name))
                    .toList();
            return new RegressionSuite(
                    directory,
                    input,
                    chosen.isEmpty() ? tests : checked(chosen, present, sql),
                    chosen.isEmpty() ? missing : List.of(),
                    subject(directory, makefile, loaded),
                    database(makefile, options),
                    loaded,
                    settings(directory, all(CONFIGURATION, options)),
                    notes(makefile));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory, e);
        }
    }

    private static List<String> notes(Makefile makefile) {
        List<String> notes = new ArrayList<>(makefile.note().stream().toList());
        List<String> isolation = makefile.words("ISOLATION");
        if (!isolation.isEmpty()) {
            notes.add("not run: the isolation tests " + String.join(", ", isolation));
        }
        if (!makefile.words("TAP_TESTS").isEmpty()) {
            notes.add("not run: its TAP tests (t/*.pl)");
        }
        return notes;
    }

    /** Those that are named, in this order; then all others, if the Makefile looks for files itself, or names none. */
    private static List<String> tests(List<String> named, List<String> present, boolean looksForFiles) {
        Set<String> tests = new LinkedHashSet<>(named);
        tests.retainAll(present);
        if (looksForFiles || tests.isEmpty()) {
            tests.addAll(present);
        }
        return List.copyOf(tests);
    }

    /** Those of its schedules, one after the other, also where they may run at the same time. */
    private static List<String> scheduled(Path directory, String options) throws IOException {
        List<String> tests = new ArrayList<>();
        for (String named : all(SCHEDULE, options)) {
            for (String line : lines(directory.resolve(named))) {
                Matcher matcher = SCHEDULED.matcher(line);
                if (matcher.matches()) {
                    tests.addAll(Arrays.asList(matcher.group(1).strip().split("\\s+")));
                }
            }
        }
        return tests;
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.isRegularFile(file)
                ? Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()
                : List.of();
    }

    private static RegressionSubject subject(Path directory, Makefile makefile, List<String> loaded)
            throws IOException {
        Set<String> extensions = new LinkedHashSet<>(words(makefile, "EXTENSION"));
        Set<String> libraries = new LinkedHashSet<>(words(makefile, "MODULES"));
        libraries.addAll(words(makefile, "MODULE_big"));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                Matcher name = CONTROL_FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    extensions.add(name.group(1));
                    lines(file).stream()
                            .map(MODULE::matcher)
                            .filter(Matcher::matches)
                            .forEach(line -> libraries.add(line.group(1)));
                }
            }
        }
        extensions.addAll(loaded);
        return new RegressionSubject(
                List.copyOf(extensions),
                libraries.stream().map(RegressionSubject::libraryOf).collect(Collectors.toSet()));
    }

    /** What a variable names, without what make would have to work out. */
    private static List<String> words(Makefile makefile, String variable) {
        return Stream.of(withoutCalls(makefile.value(variable)).split("\\s+"))
                .filter(word -> TEST_NAME.matcher(word).matches())
                .toList();
    }

    /** The cluster that the suite wants. */
    public PrivateClusterOptions shape(PrivateClusterOptions options) {
        PrivateClusterOptions shaped = options;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            if (setting.getKey().equals(PRELOAD)) {
                for (String library : setting.getValue().split("\\s*,\\s*")) {
                    shaped = shaped.withPreload(library);
                }
            } else {
                shaped = shaped.withSetting(setting.getKey(), setting.getValue());
            }
        }
        return shaped;
    }

    private static List<String> checked(List<String> chosen, List<String> present, Path sql) {
        for (String test : chosen) {
            if (!present.contains(test)) {
                throw new UsageException("there is no " + test + ".sql in " + sql
                        + NearMiss.of(test, present)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""));
            }
        }
        return chosen;
    }

    private static List<String> names(Path sql) throws IOException {
        try (Stream<Path> files = Files.list(sql)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".sql"))
                    .map(name -> name.substring(0, name.length() - ".sql".length()))
                    .sorted()
                    .toList();
        }
    }

    /** The last one counts, as with pg_regress. */
    private static Path input(Path directory, String options) {
        List<String> named = all(INPUT, options);
        return named.isEmpty()
                ? directory
                : directory.resolve(named.get(named.size() - 1)).normalize();
    }

    /** PGXS takes it from CONTRIB_TESTDB. */
    private static String database(Makefile makefile, String options) {
        Stream<String> named =
                Stream.concat(all(DATABASE, options).stream(), words(makefile, "CONTRIB_TESTDB").stream());
        return named.filter(name -> TEST_NAME.matcher(name).matches())
                .reduce((earlier, later) -> later)
                .orElse(USUAL_DATABASE);
    }

    /** A call of a function of make's goes as far as its parenthesis. */
    private static String withoutCalls(String value) {
        StringBuilder rest = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < value.length(); i++) {
            boolean opens = depth == 0 ? value.startsWith("$(", i) : value.charAt(i) == '(';
            if (opens) {
                depth++;
                i += depth == 1 ? 1 : 0;
            } else if (depth > 0 && value.charAt(i) == ')') {
                depth--;
            } else if (depth == 0) {
                rest.append(value.charAt(i));
            }
        }
        return rest.toString();
    }

    private static List<String> all(Pattern pattern, String options) {
        return pattern.matcher(options).results().map(match -> match.group(1)).toList();
    }

    /** Where a path leads nowhere, as into the server's source, its last part counts. */
    private static Map<String, String> settings(Path directory, List<String> files) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String named : files) {
            Path whole = directory.resolve(named);
            Path file = Files.isRegularFile(whole) ? whole : directory.resolve(whole.getFileName());
            for (String line : lines(file)) {
                Matcher setting = SETTING.matcher(line);
                if (!line.isBlank() && !line.strip().startsWith("#") && setting.matches()) {
                    String quoted = setting.group(2);
                    settings.put(setting.group(1), quoted == null ? setting.group(3) : quoted.replace("''", "'"));
                }
            }
        }
        return settings;
    }
}
