package dev.memcheck.shell.cli;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.Checked;
import dev.memcheck.backend.WindowOptions;
import dev.memcheck.backend.cluster.Installation;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.Streams;
import dev.memcheck.shell.out.VersionText;
import dev.memcheck.shell.session.BackendSources;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code memcheck doctor}: what memcheck needs, whether it is there, and what to type where it is not. */
@Command(
        name = DoctorCommand.NAME,
        description = {
            "Check what memcheck needs, and say what to type where something is missing.",
            "It looks at Java, the terminal, a server, its headers, the extension, rights, and",
            "whether a window can be opened.",
            "With -h, -p, -U or -d it looks at that server, otherwise at what a private one needs."
        },
        sortOptions = false)
public final class DoctorCommand implements Callable<Integer> {
    /** The word that calls it. */
    public static final String NAME = "doctor";

    private static final int WIDEST_WHAT = "source lines".length();

    private final Streams streams;
    private final List<Checked> checks = new ArrayList<>();

    @Mixin
    private CommonOptions options = new CommonOptions();

    public DoctorCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        Screen screen = options.color().applied(streams).screen();
        BackendSources sources = options.target().sources(Optional.empty(), "", streams);
        ran(screen, java());
        ran(screen, terminal());
        if (sources.arePrivate()) {
            Installation.look(options.target().privateCluster()).forEach(check -> ran(screen, check));
        }
        boolean connected = !isBad() && backend(screen, sources);
        long bad = count(Checked.State.BAD);
        screen.say(total(bad, count(Checked.State.LACKING)), bad == 0 ? Style.OK : Style.ERROR);
        screen.flush();
        return (bad == 0 ? ExitCode.GOOD : connected ? ExitCode.FAILED : ExitCode.NO_BACKEND).code();
    }

    private static String total(long bad, long lacking) {
        if (bad == 0 && lacking == 0) {
            return "all is well";
        }
        String toMend = bad == 0 ? "nothing has to be mended" : AmountWords.counted(bad, "thing") + " to mend";
        return lacking == 0
                ? toMend
                : toMend + "; memcheck does less without " + AmountWords.counted(lacking, "other thing");
    }

    private static Checked java() {
        return Checked.good(
                "memcheck",
                VersionText.version() + ", Java " + Runtime.version().feature() + " in "
                        + System.getProperty("java.home"));
    }

    /** Files and pipes need nothing of it. */
    private Checked terminal() {
        Map<String, String> environment = streams.environment();
        String type = environment.getOrDefault("TERM", "");
        String charset = streams.charset().name();
        if (!streams.terminalOut()) {
            return Checked.good("terminal", "standard output is none, and gets plain text in " + charset);
        }
        if (type.isEmpty() || type.equals("dumb")) {
            return Checked.lacking(
                    "terminal",
                    "TERM is " + (type.isEmpty() ? "not set" : type) + ", so there is no full-screen tree and no color",
                    "export TERM=xterm-256color");
        }
        if (!charset.toUpperCase(Locale.ROOT).startsWith("UTF")) {
            return Checked.lacking(
                    "terminal",
                    "the locale's charset is " + charset + ", so trees are drawn in ASCII",
                    "export LC_ALL=C.UTF-8");
        }
        return Checked.good("terminal", type + ", " + charset);
    }

    /** @return whether there was one */
    private boolean backend(Screen screen, BackendSources sources) {
        String what = sources.arePrivate() ? "start" : "connection";
        long begun = System.nanoTime();
        try (BackendSource source = sources.ofPrompt();
                Backend backend = source.connect()) {
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun);
            ran(
                    screen,
                    Checked.good(
                            what,
                            "PostgreSQL " + backend.facts().serverVersion() + ", "
                                    + backend.facts().where() + ", after " + AmountWords.brief(micros)));
            ran(screen, window(backend));
            if (!isBad()) {
                ran(screen, unwinder(backend));
            }
            return true;
        } catch (BackendUnavailableException e) {
            ran(screen, Checked.bad(what, e.getMessage(), Optional.empty()));
            return false;
        }
    }

    private static Checked window(Backend backend) {
        Optional<SqlError> obstacle = backend.beginWindow(WindowOptions.none());
        if (obstacle.isEmpty()) {
            backend.execute("SELECT 1");
            obstacle = backend.endWindow().error();
        }
        return obstacle.map(error -> Checked.bad("window", error.message(), error.hint()))
                .orElseGet(() -> Checked.good(
                        "window",
                        "opened and closed, with pg_ext_memcheck "
                                + backend.facts().extensionVersion().orElse("")));
    }

    /** By its name, as the setting has it. */
    private static Checked unwinder(Backend backend) {
        String name = backend.execute("SHOW pg_ext_memcheck.unwinder") instanceof StatementResult.Rows rows
                ? rows.rows().get(0).get(0).orElse("")
                : "";
        return name.equals("compiler")
                ? Checked.lacking(
                        "call stacks",
                        "taken by the compiler's unwinder, ten times slower than by another",
                        "the server's log says why: look for \"unwinder\"")
                : Checked.good(
                        "call stacks", name.equals("own") ? "taken by memcheck's own unwinder" : "taken by " + name);
    }

    private void ran(Screen screen, Checked check) {
        checks.add(check);
        Style style = switch (check.state()) {
            case GOOD -> Style.OK;
            case LACKING -> Style.UNCONFIRMED;
            case BAD -> Style.ERROR;
        };
        String word = switch (check.state()) {
            case GOOD -> "ok    ";
            case LACKING -> "less  ";
            case BAD -> "FAIL  ";
        };
        String[] lines = check.told().split("\n");
        String what =
                check.what() + " ".repeat(Math.max(0, WIDEST_WHAT - check.what().length()));
        screen.line(StyledLine.builder()
                .add(word, style)
                .add(what + "  " + ServerText.clean(lines[0]))
                .line());
        String indent = " ".repeat(word.length() + WIDEST_WHAT + 2);
        for (int at = 1; at < lines.length; at++) {
            screen.say(indent + lines[at]);
        }
        check.remedy().ifPresent(remedy -> screen.say(indent + "to mend it: " + remedy));
        screen.flush();
    }

    private boolean isBad() {
        return count(Checked.State.BAD) > 0;
    }

    private long count(Checked.State state) {
        return checks.stream().filter(check -> check.state() == state).count();
    }
}
