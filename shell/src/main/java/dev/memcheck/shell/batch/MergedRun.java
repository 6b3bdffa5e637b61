package dev.memcheck.shell.batch;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.capture.Capture;
import dev.memcheck.capture.CapturedSession;
import dev.memcheck.capture.SessionCapture;
import dev.memcheck.render.report.FindingLine;
import dev.memcheck.render.report.FindingsOfRun;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.words.Mark;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.run.Moment;
import dev.memcheck.session.SessionName;
import dev.memcheck.shell.out.OutputFile;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs of parts of a suite as the run that they would have been together. */
public final class MergedRun {
    private final Capture capture;

    private MergedRun(Capture capture) {
        this.capture = capture;
    }

    /**
     * @param files for what cannot be merged
     * @param runs what is in them, in the same order
     * @throws UsageException if they were judged in different ways
     */
    public static MergedRun of(List<Path> files, List<Capture> runs) {
        RunReport first = runs.get(0).run();
        Set<String> versions = new LinkedHashSet<>();
        Set<Path> directories = new LinkedHashSet<>();
        for (int at = 0; at < runs.size(); at++) {
            RunReport run = runs.get(at).run();
            if (run.failOn() != first.failOn()) {
                throw new UsageException("in " + files.get(0) + " findings of " + first.failOn()
                        + " or above count, in " + files.get(at) + " those of " + run.failOn()
                        + ": merge runs with one --fail-on");
            }
            versions.add(run.version());
            directories.add(run.directory());
        }
        List<CapturedSession> sessions =
                runs.stream().flatMap(run -> run.sessions().stream()).toList();
        Instant startedAt = runs.stream()
                .map(run -> run.run().startedAt())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        RunReport run = new RunReport(
                String.join(", ", versions),
                startedAt,
                first.directory(),
                first.failOn(),
                List.copyOf(directories),
                sessions.stream().map(CapturedSession::report).toList());
        return new MergedRun(new Capture(run, sessions));
    }

    public RunReport report() {
        return capture.run();
    }

    /** Writes it as {@code --save} does. */
    public void save(OutputFile file) throws IOException {
        List<SessionCapture> sessions = new ArrayList<>();
        try {
            for (CapturedSession session : capture.sessions()) {
                SessionCapture kept = new SessionCapture();
                sessions.add(kept);
                for (Moment moment : session.timeline().moments()) {
                    kept.momentKept(moment, SessionName.DEFAULT);
                }
                kept.finish(session.report());
            }
            file.write(out -> Capture.write(capture.run(), sessions, out));
        } finally {
            sessions.forEach(SessionCapture::close);
        }
    }

    /** What did not pass, each defect once, however many sessions have it, and what all comes to. */
    public void print(Screen screen) {
        List<SessionReport> sessions = report().sessions();
        for (SessionReport session : sessions) {
            if (session.verdict() != Verdict.PASSED) {
                screen.say(session.file() + ": " + session.verdict().label().replace('_', ' '), Style.ERROR);
            }
        }
        FindingsOfRun findings = FindingsOfRun.of(report());
        findings.entries().forEach(entry -> print(entry, screen));
        long good = sessions.stream()
                .filter(session -> session.verdict() == Verdict.PASSED)
                .count();
        screen.say(
                AmountWords.counted(sessions.size(), "session") + ": " + good + " ok, " + (sessions.size() - good)
                        + " failed; "
                        + (findings.count() == 0
                                ? "no findings"
                                : AmountWords.counted(findings.entries().size(), "defect") + " in "
                                        + AmountWords.counted(findings.count(), "finding")),
                good == sessions.size() ? Style.OK : Style.ERROR);
        screen.flush();
    }

    private static void print(FindingsOfRun.Entry entry, Screen screen) {
        Optional<String> known = entry.worst().reported().suppression();
        screen.say(
                Mark.sign(entry.finding()) + "  " + FindingLine.of(entry.finding())
                        + known.map(reason -> ", known: " + reason).orElse(""),
                known.isPresent() ? Style.DIM : Mark.of(entry.finding()).style());
        String together = entry.together();
        screen.say(
                "    " + together + (together.isEmpty() ? "" : ", ") + "in " + String.join(", ", entry.files()),
                Style.DIM);
    }
}
