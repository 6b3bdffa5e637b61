package dev.memcheck.shell.batch;

import dev.memcheck.backend.cluster.RegressionDatabase;
import dev.memcheck.backend.cluster.RegressionSubject;
import dev.memcheck.script.NearMiss;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.source.CheckFiles;
import dev.memcheck.source.Makefile;
import dev.memcheck.source.RegressRecipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The regression files of an extension, as its Makefile names them for PGXS: those of a schedule, REGRESS in its order, and of
 * REGRESS_OPTS what the database needs and where the files are. Without such a Makefile, every file of {@code sql} by name.
 *
 * @param directory of the Makefile, in which psql runs
 * @param input the directory that holds {@code sql} and {@code expected}: the same, or another that the Makefile names
 * @param groups names of files without directory and suffix, in order; those of a group run at the same time
 * @param isolation its isolation tests
 * @param extraInstall what the Makefile wants installed besides, as directories of the server's source
 * @param missing names that the Makefile has and {@code sql} has not, so that nobody takes them for run
 * @param subject what it is about: the extensions and libraries that the Makefile and the control files name
 * @param database its name, to which files may connect again
 * @param extensions that are created before the first file
 * @param encoding of the database; the server's if empty
 * @param plainLocale whether it has the locale C
 * @param roles that are created before the first file
 * @param launcher words before psql's
 * @param instance where files take the server to be, as pg_regress would have made one, if they do
 * @param atOnce how many files of a group run at the same time at most
 * @param server what the server is to have
 * @param notes what of the Makefile could not be read, and what of its tests is not run here
 */
public record RegressionSuite(
        Path directory,
        Path input,
        List<List<String>> groups,
        IsolationTests isolation,
        List<String> extraInstall,
        List<String> missing,
        RegressionSubject subject,
        String database,
        List<String> extensions,
        Optional<String> encoding,
        boolean plainLocale,
        List<String> roles,
        List<String> launcher,
        Optional<Path> instance,
        OptionalInt atOnce,
        RegressionServer server,
        List<String> notes) {
    private static final Pattern TEST_NAME = Pattern.compile("[\\w./+-]+");
    static final String ISOLATION_MARK = "isolation ";

    private static final String ISOLATION_DATABASE = "isolation_regression";
    private static final String USUAL_DATABASE = "contrib_regression";
    private static final Pattern SCHEDULED = Pattern.compile("\\s*test:\\s*(\\S.*)");
    private static final List<String> VARIABLES = List.of(
            "REGRESS",
            "REGRESS_OPTS",
            "EXTENSION",
            "MODULES",
            "MODULE_big",
            "CONTRIB_TESTDB",
            "EXTRA_REGRESS_OPTS",
            "ENCODING",
            "NO_LOCALE",
            "ISOLATION",
            "ISOLATION_OPTS",
            "EXTRA_INSTALL",
            "TAP_TESTS",
            "PROVE_TESTS");

    public RegressionSuite {
        groups = List.copyOf(groups);
        extraInstall = List.copyOf(extraInstall);
        missing = List.copyOf(missing);
        extensions = List.copyOf(extensions);
        notes = List.copyOf(notes);
        roles = List.copyOf(roles);
        launcher = List.copyOf(launcher);
    }

    /**
     * @param pgConfig of the server that it is built for, if it is known
     * @param chosen of its tests, in this order; all if there are none
     * @throws UsageException if there is no suite, or no such test in it
     */
    public static RegressionSuite read(Path given, Optional<Path> pgConfig, List<String> chosen) {
        try {
            SuiteHome home = SuiteHome.find(given, pgConfig);
            Path directory = home.directory();
            Makefile makefile = Makefile.read(directory, pgConfig, VARIABLES);
            String regress = Makefile.isIn(directory)
                    ? makefile.value("REGRESS")
                    : String.join(" ", MesonTests.regress(directory));
            boolean isNamed =
                    !regress.isBlank() || makefile.value("REGRESS_OPTS").contains("--schedule");
            Optional<RegressRecipe> recipe =
                    isNamed ? Optional.empty() : OwnWayToTest.recipe(directory, pgConfig, !chosen.isEmpty());
            regress = recipe.map(own -> String.join(" ", own.words())).orElse(regress);
            // pgmp has an option among its tests
            RegressOptions options = new RegressOptions(
                    makefile.value("REGRESS_OPTS") + " " + makefile.value("EXTRA_REGRESS_OPTS") + " " + regress);
            CheckFiles prepared = CheckFiles.make(directory, pgConfig);
            Path input =
                    directory.resolve(options.last("--inputdir").orElse("")).normalize();
            Path sql = input.resolve("sql");
            Path beside = directory.resolve("sql");
            IsolationTests isolation = IsolationTests.read(directory, makefile);
            boolean onlyIsolation = !isolation.names().isEmpty() && regress.isBlank();
            if (!Files.isDirectory(sql) && !Files.isDirectory(beside) && !onlyIsolation) {
                throw new UsageException(
                        "expected the source directory of an extension, with its regression files in sql/;"
                                + " there is no directory " + sql
                                + prepared.failure()
                                        .map(why -> "; make installcheck would fail: " + why)
                                        .orElse("")
                                + "; " + OwnWayToTest.advice(directory));
            }
            List<List<String>> named = new ArrayList<>(scheduled(directory, options));
            // Text may name itself.
            Stream<String> names = new RegressOptions(regress).names().stream();
            (makefile.isAsked() ? names : names.distinct()).map(List::of).forEach(named::add);
            Set<String> all = new TreeSet<>();
            for (Path folder : List.of(sql, beside)) {
                all.addAll(SuiteHome.baseNames(folder, ".sql"));
            }
            named.stream()
                    .flatMap(List::stream)
                    .filter(name -> isDeeper(name, sql, beside))
                    .forEach(all::add);
            List<String> present = List.copyOf(all);
            List<String> loaded = options.all("--load-extension");
            RegressionSubject subject = SuiteSubject.of(home.extension(), makefile, loaded);
            List<String> unnamed = present.stream()
                    .filter(name -> !InstallScript.is(name, subject.extensions(), List.of(input, directory)))
                    .toList();
            List<List<String>> groups =
                    groups(named, present, unnamed, !makefile.isAsked() && regress.contains("$(wildcard"));
            if (groups.isEmpty() && !onlyIsolation) {
                throw new UsageException("there is no regression file "
                        + wanted(named).orElse("*") + ".sql in " + sql + "; " + OwnWayToTest.advice(directory));
            }
            List<String> missing = named.stream()
                    .flatMap(List::stream)
                    .filter(name -> TEST_NAME.matcher(name).matches() && !present.contains(name))
                    .distinct()
                    .toList();
            RegressionServer server = RegressionServer.read(directory, options.all("--temp-config"), subject);
            List<String> notes = new ArrayList<>(home.notes());
            recipe.map(SuiteNotes::of).ifPresent(notes::add);
            notes.addAll(
                    SuiteNotes.of(directory, makefile, groups.isEmpty() || !regress.isBlank(), isolation, prepared));
            notes.addAll(server.notes());
            return new RegressionSuite(
                    directory,
                    input,
                    chosen.isEmpty()
                            ? groups
                            : checked(chosen, present, isolation.names(), sql).stream()
                                    .filter(present::contains)
                                    .map(List::of)
                                    .toList(),
                    chosen.isEmpty() ? isolation : isolation.only(chosen),
                    SuiteSubject.words(makefile, "EXTRA_INSTALL"),
                    chosen.isEmpty() ? missing : List.of(),
                    subject,
                    database(makefile, options),
                    loaded,
                    options.last("--encoding")
                            .or(() -> makefile.words("ENCODING").stream().findFirst()),
                    options.has("--no-locale") || !makefile.words("NO_LOCALE").isEmpty(),
                    options.all("--create-role").stream()
                            .flatMap(roles -> Stream.of(roles.split("[,\\s]+")))
                            .toList(),
                    options.last("--launcher")
                            .map(words -> List.of(words.strip().split("\\s+")))
                            .orElse(List.of()),
                    options.last("--temp-instance").map(directory::resolve),
                    options.last("--max-connections")
                            .filter(number -> number.matches("[1-9]\\d{0,5}"))
                            .map(number -> OptionalInt.of(Integer.parseInt(number)))
                            .orElse(OptionalInt.empty()),
                    server,
                    notes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + given, e);
        }
    }

    /** Whether it is a test in a folder of its own, as pg_regress takes them. */
    private static boolean isDeeper(String name, Path... folders) {
        return name.contains("/")
                && Stream.of(folders).anyMatch(folder -> Files.isRegularFile(folder.resolve(name + ".sql")));
    }

    private static Optional<String> wanted(List<List<String>> named) {
        return named.stream()
                .flatMap(List::stream)
                .filter(name -> TEST_NAME.matcher(name).matches())
                .findFirst();
    }

    /**
     * What a command of the user's is to test that runs none of its files in our way.
     *
     * @param pgConfig of the server that it is built for, if it is known
     */
    public static RegressionSuite forCommand(Path given, Optional<Path> pgConfig) {
        try {
            SuiteHome home = SuiteHome.top(given);
            Makefile makefile = Makefile.read(given, pgConfig, VARIABLES);
            RegressOptions options =
                    new RegressOptions(makefile.value("REGRESS_OPTS") + " " + makefile.value("EXTRA_REGRESS_OPTS"));
            RegressionSubject subject = SuiteSubject.of(home.extension(), makefile, options.all("--load-extension"));
            RegressionServer server = RegressionServer.read(given, options.all("--temp-config"), subject);
            return new RegressionSuite(
                    given,
                    given,
                    List.of(),
                    IsolationTests.none(given),
                    SuiteSubject.words(makefile, "EXTRA_INSTALL"),
                    List.of(),
                    subject,
                    USUAL_DATABASE,
                    List.of(),
                    Optional.empty(),
                    false,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    server,
                    Stream.concat(makefile.note().stream(), server.notes().stream())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + given, e);
        }
    }

    /** What the server of a source tree is to have, whether it has regression files or not. */
    public static RegressionServer server(Path given, Optional<Path> pgConfig) {
        try {
            SuiteHome home = SuiteHome.find(given, pgConfig);
            Makefile makefile = Makefile.read(home.directory(), pgConfig, VARIABLES);
            RegressOptions options =
                    new RegressOptions(makefile.value("REGRESS_OPTS") + " " + makefile.value("EXTRA_REGRESS_OPTS"));
            return RegressionServer.read(
                    home.directory(),
                    options.all("--temp-config"),
                    SuiteSubject.of(home.extension(), makefile, options.all("--load-extension")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + given, e);
        }
    }

    /** Whether the server has all that the tree makes, as far as that is known; what tests load besides is not made of it. */
    public boolean isInstalled(Optional<Path> installed) {
        return installed
                .map(subject::absent)
                .filter(absent -> !absent.isEmpty())
                .isEmpty();
    }

    /**
     * @param installed where the server has its extensions; empty if that is not known
     * @throws UsageException if it has none of those that the tree makes
     */
    public void requireInstalled(Optional<Path> installed) {
        List<String> absent = installed.map(subject::absent).orElse(List.of());
        if (!absent.isEmpty() && absent.size() == subject.own().size()) {
            String how;
            try {
                how = OwnWayToTest.building(directory).orElse("make install puts it there");
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + directory, e);
            }
            throw new UsageException(String.join(" or ", absent) + " is not installed in this PostgreSQL: there is no "
                    + installed.orElseThrow().resolve(absent.get(0) + ".control")
                    + "; " + how + ", and --pg-config names another PostgreSQL");
        }
    }

    /** All names of files, in order. */
    public List<String> tests() {
        return groups.stream().flatMap(List::stream).toList();
    }

    /** What a table of its files has in its first column. */
    public List<String> names() {
        return Stream.concat(tests().stream(), isolation.names().stream().map(ISOLATION_MARK::concat))
                .toList();
    }

    /** The database that its files want. */
    public RegressionDatabase.Wanted wanted() {
        return new RegressionDatabase.Wanted(
                database, directory, input, subject, extensions, encoding, plainLocale, roles, launcher, false);
    }

    /** The one of the isolation tests. */
    RegressionDatabase.Wanted isolationWanted() {
        return new RegressionDatabase.Wanted(
                ISOLATION_DATABASE,
                directory,
                isolation.home(),
                subject,
                Stream.concat(extensions.stream(), isolation.extensions().stream())
                        .distinct()
                        .toList(),
                encoding,
                plainLocale,
                List.of(),
                launcher,
                true);
    }

    /** Those that are named, in this order; then all others, if the Makefile looks for files itself, or names none. */
    private static List<List<String>> groups(
            List<List<String>> named, List<String> present, List<String> unnamed, boolean looksForFiles) {
        Set<String> seen = new LinkedHashSet<>();
        List<List<String>> groups = new ArrayList<>();
        for (List<String> group : named) {
            // One that is named twice runs twice: what is between may begin all over again.
            List<String> files =
                    group.stream().filter(present::contains).distinct().toList();
            seen.addAll(files);
            if (!files.isEmpty()) {
                groups.add(files);
            }
        }
        if (looksForFiles || groups.isEmpty()) {
            unnamed.stream().filter(seen::add).map(List::of).forEach(groups::add);
        }
        return groups;
    }

    /** Those of its schedules; the tests of a line run at the same time, since they may wait for each other. */
    private static List<List<String>> scheduled(Path directory, RegressOptions options) throws IOException {
        List<List<String>> tests = new ArrayList<>();
        for (String named : options.all("--schedule")) {
            for (String line : lines(directory.resolve(named))) {
                Matcher matcher = SCHEDULED.matcher(line);
                if (matcher.matches()) {
                    tests.add(List.of(matcher.group(1).strip().split("\\s+")));
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

    private static List<String> checked(List<String> chosen, List<String> present, List<String> isolation, Path sql) {
        List<String> all = Stream.concat(present.stream(), isolation.stream()).toList();
        for (String test : chosen) {
            if (!all.contains(test)) {
                throw new UsageException("there is no " + test + ".sql in " + sql
                        + (isolation.isEmpty() ? "" : ", and no isolation test of that name")
                        + NearMiss.of(test, all)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""));
            }
        }
        return chosen;
    }

    /** PGXS takes it from CONTRIB_TESTDB. */
    private static String database(Makefile makefile, RegressOptions options) {
        Stream<String> named = Stream.concat(
                options.all("--dbname").stream(), SuiteSubject.words(makefile, "CONTRIB_TESTDB").stream());
        return named.filter(name -> TEST_NAME.matcher(name).matches())
                .reduce((earlier, later) -> later)
                .orElse(USUAL_DATABASE);
    }
}
