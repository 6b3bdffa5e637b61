package dev.memcheck.render.report;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.backend.WindowLimits;
import dev.memcheck.finding.Severity;
import dev.memcheck.report.ReportedFailure;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.ReportedStatement;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.run.Confirmation;
import dev.memcheck.run.Failure;
import dev.memcheck.script.Position;
import dev.memcheck.session.SessionName;
import dev.memcheck.snapshot.MemoryTotals;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@link JsonReport} writes. It has no trees: a window read has none, and retained nothing that is known. */
public final class JsonReportReader {
    private static final Pattern POSITION = Pattern.compile("(?s)(.*):(\\d{1,9}):(\\d{1,9})");

    private JsonReportReader() {}

    /** How one thing is read. */
    private interface Part<T> {
        T read(JsonValue value) throws ReportFormatException;
    }

    /**
     * Reads a report.
     *
     * @param directory the absolute one that its names are relative to, where it does not say
     */
    public static RunReport read(String text, Path directory) throws ReportFormatException {
        JsonValue run = JsonValue.read(text);
        JsonValue format = run.field("format");
        if (!format.text().equals(JsonReport.FORMAT)) {
            throw format.expected('"' + JsonReport.FORMAT + '"');
        }
        return new RunReport(
                run.field("version").text(),
                instant(run.field("startedAt")),
                optional(run, "directory", JsonReportReader::directory).orElse(directory),
                constant(run.field("failOn"), Severity.values(), Severity::name),
                all(run.field("sessions").list(), JsonReportReader::session));
    }

    private static SessionReport session(JsonValue session) throws ReportFormatException {
        List<ReportedWindow> windows = all(session.field("windows").list(), JsonReportReader::window);
        List<ReportedFinding> outside = all(session.field("findings").list(), JsonFindingReader::read);
        // Each once, with the figures of the last window that saw it; a window inside another saw a part of it.
        Map<Integer, ReportedFinding> findings = new TreeMap<>();
        for (int at = windows.size() - 1; at >= 0; at--) {
            if (windows.get(at).outer().isPresent()) {
                windows.get(at).findings().forEach(finding -> findings.put(finding.number(), finding));
            }
        }
        windows.stream()
                .filter(window -> window.outer().isEmpty())
                .forEach(window -> window.findings().forEach(finding -> findings.put(finding.number(), finding)));
        outside.forEach(finding -> findings.put(finding.number(), finding));
        return new SessionReport(
                session.field("file").text(),
                constant(session.field("verdict"), Verdict.values(), Verdict::label),
                instant(session.field("startedAt")),
                session.field("durationMs").micros(),
                optional(session, "server", JsonValue::text)
                        .map(version -> new BackendFacts(0, version, 0, Optional.empty(), "PostgreSQL " + version)),
                all(session.field("statements").list(), JsonReportReader::statement),
                windows,
                List.copyOf(findings.values()),
                session.field("expectationsHeld").index(),
                all(session.field("failures").list(), JsonReportReader::failure));
    }

    private static ReportedWindow window(JsonValue window) throws ReportFormatException {
        int repeats = window.field("repeats").index();
        return new ReportedWindow(
                window.field("number").index(),
                optional(window, "session", JsonValue::text)
                        .map(SessionName::new)
                        .orElse(SessionName.DEFAULT),
                window.field("name").text(),
                index(window, "outer"),
                constant(window.field("end"), ReportedWindow.End.values(), ReportedWindow.End::label),
                window.field("startMs").micros(),
                window.field("durationMs").micros(),
                all(window.field("statements").list(), JsonReportReader::statement),
                all(window.field("findings").list(), JsonFindingReader::read),
                Optional.empty(),
                repeats == 0 ? Optional.empty() : Optional.of(new Confirmation(repeats, repeats, Optional.empty())),
                all(window.list("notes"), JsonValue::text),
                optional(window, "limits", JsonReportReader::limits));
    }

    private static WindowLimits limits(JsonValue limits) throws ReportFormatException {
        return new WindowLimits(
                optional(limits, "pattern", JsonValue::text).orElse(""),
                limits.field("patternMatched").flag(),
                limits.field("allowedContexts").texts(),
                limits.field("minLeakBytes").number(),
                limits.field("leftOutByPattern").number(),
                limits.field("leftOutByAllowedContexts").number(),
                limits.field("leftOutByMinLeakBytes").number(),
                limits.field("leftOutConfirmed").number(),
                optional(limits, "notFollowed", JsonValue::number).orElse(0L),
                optional(limits, "parallelWorkers", JsonValue::number).orElse(0L));
    }

    private static ReportedStatement statement(JsonValue statement) throws ReportFormatException {
        return new ReportedStatement(
                statement.field("number").index(),
                optional(statement, "position", JsonReportReader::position),
                statement.field("sql").text(),
                statement.field("startMs").micros(),
                statement.field("durationMs").micros(),
                optional(statement, "error", JsonValue::text),
                amount(statement, "retainedBytes"),
                amount(statement, "peakBytes"),
                all(statement.field("findings").list(), JsonValue::index),
                optional(statement, "memory", JsonReportReader::memory));
    }

    private static MemoryTotals memory(JsonValue memory) throws ReportFormatException {
        return new MemoryTotals(
                memory.field("contextsBytes").number(), amount(memory, "mallocBytes"), amount(memory, "rssAnonBytes"));
    }

    private static ReportedFailure failure(JsonValue failure) throws ReportFormatException {
        return new ReportedFailure(
                new Failure(
                        constant(failure.field("kind"), Failure.Kind.values(), FailureKinds::label),
                        optional(failure, "position", JsonReportReader::position),
                        failure.field("text").text(),
                        index(failure, "finding")),
                index(failure, "window"));
    }

    private static Position position(JsonValue value) throws ReportFormatException {
        Matcher place = POSITION.matcher(value.text());
        if (!place.matches()) {
            throw value.expected("file:line:column");
        }
        return new Position(place.group(1), Integer.parseInt(place.group(2)), Integer.parseInt(place.group(3)));
    }

    private static Path directory(JsonValue value) throws ReportFormatException {
        try {
            return Path.of(value.text()).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw value.expected("a directory");
        }
    }

    private static Instant instant(JsonValue value) throws ReportFormatException {
        try {
            return Instant.parse(value.text());
        } catch (DateTimeException e) {
            throw value.expected("a time");
        }
    }

    private static <E> E constant(JsonValue value, E[] all, Function<E, String> label) throws ReportFormatException {
        String text = value.text();
        return Arrays.stream(all)
                .filter(one -> label.apply(one).equals(text))
                .findFirst()
                .orElseThrow(() -> value.expected("one of "
                        + String.join(", ", Arrays.stream(all).map(label).toList())));
    }

    private static <T> Optional<T> optional(JsonValue object, String field, Part<T> part) throws ReportFormatException {
        Optional<JsonValue> value = object.optional(field);
        return value.isPresent() ? Optional.of(part.read(value.get())) : Optional.empty();
    }

    private static OptionalInt index(JsonValue object, String field) throws ReportFormatException {
        Optional<Integer> value = optional(object, field, JsonValue::index);
        return value.isPresent() ? OptionalInt.of(value.get()) : OptionalInt.empty();
    }

    private static OptionalLong amount(JsonValue object, String field) throws ReportFormatException {
        Optional<Long> value = optional(object, field, JsonValue::number);
        return value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty();
    }

    private static <T> List<T> all(List<JsonValue> values, Part<T> part) throws ReportFormatException {
        List<T> parts = new ArrayList<>();
        for (JsonValue value : values) {
            parts.add(part.read(value));
        }
        return parts;
    }
}
