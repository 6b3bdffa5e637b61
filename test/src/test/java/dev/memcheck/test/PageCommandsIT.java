package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.sql.StatementResult;
import dev.memcheck.test.PageBlocks.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each command of each page is run, but for those that {@code pages/not-run.txt} lists with a reason. Of these, files and options are looked
 * for. What console blocks show is {@link PagesIT}'s. {@code my_ext} of the pages is {@code pages/my_ext}, and the server {@code db} is a
 * private one.
 */
class PageCommandsIT {
    private static final Path TABLE = Path.of("pages/not-run.txt");
    private static final long DEADLINE_SECONDS = 300;

    /** What begins a line that a reader could take for a command, wherever it stands. */
    private static final Pattern LOOKS_TYPED = Pattern.compile(
            "(?m)^ {4,}(?:\\$ |\\./\\w|sudo |memcheck(?:> | |$)|make |mvn |apt-get |test/\\w+/\\w+ |psql ).*$");

    private static final Pattern OPTION = Pattern.compile("(?<=^|[ \\[|])--?[a-z][a-z-]*");

    /** Pages with console blocks, which PagesIT plays. */
    private static final Set<String> PLAYED = Set.of(
            "README.md",
            "scenarios/session-files.md",
            "shell/dba.md",
            "shell/troubleshooting.md",
            "test/pages/how-it-works.md",
            "test/pages/tutorial.md");

    @TempDir
    private Path home;

    private PrivateCluster cluster;
    private Backend application;
    private String port;

    @BeforeEach
    void prepare() throws Exception {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path source = home.resolve("src/my_ext");
        copy(Path.of("pages/my_ext"), source);
        cluster = PrivateCluster.start(PrivateClusterOptions.fromEnvironment());
        application = cluster.connect();
        port = ((StatementResult.Rows) application.execute("SHOW port"))
                .rows()
                .get(0)
                .get(0)
                .orElseThrow();
        application.execute("CREATE ROLE me SUPERUSER LOGIN PASSWORD 'secret'");
    }

    @AfterEach
    void leave() throws Exception {
        application.close();
        cluster.close();
        bash("make -s uninstall");
    }

    @Test
    void allAreRun() throws Exception {
        assumeTrue(
                bash("test -w \"$(${PG_CONFIG:-pg_config} --pkglibdir)\"").isEmpty(),
                "who runs this cannot install an extension");
        assertThat(bash("make -s && make -s install && memcheck run tests --save 1.mcrun --report json=2.json >made"))
                .isEmpty();
        // memcheck mydb asks for it, also where there is nothing to run.
        application.execute("DROP DATABASE IF EXISTS mydb");
        application.execute("CREATE DATABASE mydb");
        List<String> failed = new ArrayList<>();
        int run = 0;
        for (Block block : PageBlocks.all()) {
            List<String> lines = block.commands().stream()
                    .filter(line -> reason(line).isEmpty())
                    .toList();
            String said = switch (block.language()) {
                case "sh", "yaml" -> lines.isEmpty() ? "" : bash(script(lines));
                case "mcs" -> file(block);
                case "sql" -> sql(block);
                default -> "";
            };
            run += lines.size();
            if (!said.isEmpty()) {
                failed.add(block + "\n" + said);
            }
        }
        assertThat(failed).isEmpty();
        assertThat(run).isGreaterThan(25);
    }

    @Test
    void whatIsNotRunIsThereAndHasItsOptions() throws Exception {
        List<String> wrong = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (Block block : PageBlocks.all()) {
            for (String line : block.commands()) {
                Optional<String> row = reason(line);
                row.ifPresent(used::add);
                if (row.isPresent() && !line.startsWith("(gdb)")) {
                    wrong.addAll(missing(line));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(table().keySet()).as("rows that no page needs").isEqualTo(used);
    }

    @Test
    void nothingThatIsTypedHidesElsewhere() throws Exception {
        List<String> hidden = new ArrayList<>();
        for (Path page : PageBlocks.current()) {
            String text = Files.readString(page).replaceAll("(?ms)^```.*?^```$", "");
            for (Matcher line = LOOKS_TYPED.matcher(text); line.find(); ) {
                hidden.add(page + ": " + line.group());
            }
        }
        assertThat(hidden).as("commands that no fence holds").isEmpty();
        assertThat(PageBlocks.all().stream()
                        .filter(block -> block.language().equals("console"))
                        .map(block -> PageBlocks.TOP.relativize(block.page()).toString())
                        .collect(Collectors.toSet()))
                .as("pages whose screens PagesIT plays")
                .isEqualTo(PLAYED);
    }

    /** A reader's screen has 120 columns, and what stands between fences is not folded. The tables of a measurement are as it prints them. */
    @Test
    void noLineBetweenFencesIsWiderThanAScreen() throws IOException {
        List<String> wide = new ArrayList<>();
        for (Block block : PageBlocks.all()) {
            block.text()
                    .lines()
                    .filter(line -> line.length() > 120)
                    .forEach(line -> wide.add(block.page() + ": " + line));
        }
        assertThat(wide).isEmpty();
    }

    /** The files of this tree that a command names, and the options that they do not know. */
    private static List<String> missing(String line) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String command : line.replaceAll("\\w+='[^']*' |\\w+=\\w+ ", "").split(" && ")) {
            String program = command.split(" ")[0];
            if (!program.contains("/")) {
                continue;
            }
            Path file = PageBlocks.TOP.resolve(program).normalize();
            if (!Files.isExecutable(file)) {
                missing.add(line + ": " + program + " is no program of this tree");
                continue;
            }
            String text = Files.readString(file);
            for (Matcher option = OPTION.matcher(command); option.find(); ) {
                if (!text.contains(option.group())) {
                    missing.add(line + ": " + program + " does not know " + option.group());
                }
            }
        }
        return missing;
    }

    private static Optional<String> reason(String line) {
        return table().keySet().stream().filter(line::startsWith).findFirst();
    }

    /** How a command begins, and why it is not run. */
    private static Map<String, String> table() {
        try {
            Map<String, String> rows = new LinkedHashMap<>();
            for (String line : Files.readAllLines(TABLE)) {
                if (!line.startsWith("#")) {
                    String[] row = line.split(" \\| ", 2);
                    rows.put(row[0], row[1]);
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines one after the other, in a tree without a session file; the first that fails is the last. */
    private static String script(List<String> lines) {
        return lines.stream()
                .map(line -> line + "\ncode=$?; [ $code = 0 ] || { echo \"exit code $code of: \"" + quoted(line)
                        + " >&3; exit 1; }\n")
                .collect(Collectors.joining("", "exec 3>&1\nrm -f my_ext.mcs\n", ""));
    }

    /** A session file; what only a page before it makes is made. */
    private String file(Block block) throws Exception {
        // LanguageExamplesIT has its own for these
        if (block.page().getParent().endsWith("script")) {
            return "";
        }
        String create = block.text().contains("CREATE EXTENSION") ? "" : "CREATE EXTENSION my_ext;\n";
        Files.writeString(home.resolve("block.mcs"), create + block.text());
        return bash(script(List.of("memcheck run ~/block.mcs")));
    }

    private String sql(Block block) throws Exception {
        if (block.page().endsWith("test/pages/tutorial.md")) {
            return "";
        }
        application.execute("DROP DATABASE IF EXISTS mydb");
        application.execute("CREATE DATABASE mydb");
        String extensions = Stream.of("pg_ext_memcheck", "my_ext")
                .filter(name -> !block.text().contains("EXTENSION " + name))
                .map(name -> "CREATE EXTENSION " + name + ";\n")
                .collect(Collectors.joining());
        Files.writeString(home.resolve("block.sql"), extensions + block.text());
        return bash(script(List.of("server psql -X -v ON_ERROR_STOP=1 -f ~/block.sql")));
    }

    /**
     * What bash says of a text in the tree of {@code my_ext}, if it failed.
     *
     * <p>Pages write {@code db}, {@code me}, {@code mydb} and {@code PID} for what a reader has of his own.
     */
    private String bash(String text) throws Exception {
        Path out = Files.createTempFile(home, "page", ".out");
        String memcheck =
                MemcheckJar.command().stream().map(PageCommandsIT::quoted).collect(Collectors.joining(" "));
        String bin = "$(dirname \"$(command -v \"${PG_CONFIG:-pg_config}\")\")";
        String readers = """
                PATH="%s:$PATH"
                server() { env PGHOST=127.0.0.1 PGPORT=%s PGUSER=me PGPASSWORD=secret PGDATABASE=mydb "$@"; }
                sudo() { [ "$1" != -u ] || shift 2; "$@"; }
                memcheck() {
                    local words=() word
                    for word; do
                        case $word in db) word=127.0.0.1 ;; PID | 4711) word=%d ;; 60s) word=1s ;; esac
                        words+=("$word")
                    done
                    case " $* " in *" -h db "*) server %s "${words[@]}" ;; *) %s "${words[@]}" ;; esac
                }
                """.formatted(bin, port, application.facts().pid(), memcheck, memcheck);
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", readers + text)
                .directory(home.resolve("src/my_ext").toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG") && !name.equals("PG_CONFIG"));
        environment.put("HOME", home.toString());
        environment.put("GITHUB_STEP_SUMMARY", home.resolve("summary.md").toString());
        Process process = builder.start();
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            return "not done after " + DEADLINE_SECONDS + " s: " + Files.readString(out);
        }
        return process.exitValue() == 0 ? "" : "failed: " + Files.readString(out);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
