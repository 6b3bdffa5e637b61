package dev.memcheck.render.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Defect;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.Frame;
import dev.memcheck.finding.Severity;
import dev.memcheck.finding.Site;
import dev.memcheck.render.words.Doubt;
import dev.memcheck.render.words.FindingText;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.SessionReport;
import dev.memcheck.run.Failure;
import dev.memcheck.script.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Findings and failures as result objects of SARIF. */
final class SarifResults {
    private static final String FINGERPRINT = "memcheckDefect/v1";

    private final JsonGenerator json;
    private final SarifLocations locations;

    /** How many results of a session had a fingerprint so far: no two may have the same. */
    private final Map<String, Integer> given = new HashMap<>();

    SarifResults(JsonGenerator json, SarifLocations locations) {
        this.json = json;
        this.locations = locations;
    }

    /**
     * @param statement that first left it, if that is known
     * @param expected whether an expectation held for it
     */
    void finding(SessionReport session, ReportedFinding reported, Optional<Position> statement, boolean expected)
            throws IOException {
        Finding finding = reported.finding();
        CheckType type = finding.checkType();
        json.writeStartObject();
        head(type.label(), type.ordinal(), level(finding.severity()), message(finding));
        json.writeArrayFieldStart("locations");
        location(session, finding.site(), statement);
        json.writeEndArray();
        related(finding, statement);
        stacks(finding);
        json.writeObjectFieldStart("partialFingerprints");
        json.writeStringField(FINGERPRINT, unique(session, fingerprint(finding)));
        json.writeEndObject();
        if (reported.suppression().isPresent()) {
            suppression("external", reported.suppression().get());
        } else if (expected) {
            suppression("inSource", "an expectation of the session is about it");
        }
        json.writeObjectFieldStart("properties");
        json.writeStringField("session", session.file());
        JsonColumn.write(json, FindingColumn.CONFIRMED, finding);
        json.writeStringField("certainty", Doubt.certainty(finding));
        JsonColumn.write(json, FindingColumn.OCCURRENCES, finding);
        for (FindingColumn<?> column : FindingColumn.all(FindingColumn.Use.SARIF)) {
            JsonColumn.write(json, column, finding);
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** A code host shows this sentence alone, so that it says why a finding is not certain, too. */
    private static String message(Finding finding) {
        String line = FindingLine.of(finding);
        return finding.confirmed()
                ? line
                : line.substring(
                                0,
                                line.length() - FindingText.certainty(finding).length())
                        + Doubt.certainty(finding);
    }

    void failure(SessionReport session, Failure failure) throws IOException {
        int rule = CheckType.values().length + failure.kind().ordinal();
        json.writeStartObject();
        head(FailureKinds.label(failure.kind()), rule, "error", failure.text());
        json.writeArrayFieldStart("locations");
        location(session, Site.unknown(), failure.position());
        json.writeEndArray();
        json.writeObjectFieldStart("properties");
        json.writeStringField("session", session.file());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void head(String rule, int index, String level, String message) throws IOException {
        json.writeStringField("ruleId", rule);
        json.writeNumberField("ruleIndex", index);
        json.writeStringField("level", level);
        SarifText.write(json, "message", message);
    }

    /** The source line if it is known, else the statement, else the session file: a code host shows nothing without. */
    private void location(SessionReport session, Site site, Optional<Position> statement) throws IOException {
        if (site.sourceFile().isPresent()) {
            locations.write(
                    json,
                    site.sourceFile().get(),
                    site.sourceLine().orElse(0),
                    site.symbol().orElse(""));
        } else if (statement.isPresent()) {
            locations.write(json, statement.get());
        } else {
            locations.write(json, session.file());
        }
    }

    /** The statement, if the finding is not located there itself, and who gave the memory back. */
    private void related(Finding finding, Optional<Position> statement) throws IOException {
        Optional<Position> elsewhere =
                statement.filter(unused -> finding.site().sourceFile().isPresent());
        Optional<Frame> freed = Stacks.freedBy(finding);
        if (elsewhere.isEmpty() && freed.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("relatedLocations");
        if (elsewhere.isPresent()) {
            locations.write(json, elsewhere.get());
        }
        if (freed.isPresent()) {
            locations.write(json, freed.get(), "memory was given back here");
        }
        json.writeEndArray();
    }

    private void stacks(Finding finding) throws IOException {
        List<Frame> frames = Stacks.frames(finding);
        List<Frame> freed = Stacks.freedFrames(finding);
        if (frames.isEmpty() && freed.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("stacks");
        stack("Call stack, innermost first.", frames);
        stack("Call stack that gave the memory back, innermost first.", freed);
        json.writeEndArray();
    }

    private void stack(String message, List<Frame> frames) throws IOException {
        if (frames.isEmpty()) {
            return;
        }
        json.writeStartObject();
        SarifText.write(json, "message", message);
        json.writeArrayFieldStart("frames");
        for (Frame frame : frames) {
            locations.write(json, frame);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void suppression(String kind, String reason) throws IOException {
        json.writeArrayFieldStart("suppressions");
        json.writeStartObject();
        json.writeStringField("kind", kind);
        json.writeStringField("justification", reason);
        json.writeEndObject();
        json.writeEndArray();
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case INFO -> "note";
            case WARNING -> "warning";
            case ERROR -> "error";
        };
    }

    private String unique(SessionReport session, String fingerprint) {
        int turn = given.merge(session.file() + '\0' + fingerprint, 1, Integer::sum);
        return turn == 1 ? fingerprint : fingerprint + "/" + turn;
    }

    /** Made of what stays the same when lines move and amounts change: kind, context, library and its own functions. */
    private static String fingerprint(Finding finding) {
        Defect defect = Defect.of(finding);
        StringBuilder identity = new StringBuilder(defect.checkType().label());
        defect.contextPath().forEach(name -> identity.append('\0').append(name));
        identity.append("\0\0").append(defect.library());
        defect.symbols().forEach(symbol -> identity.append('\0').append(symbol));
        if (!defect.statement().isEmpty()) {
            identity.append('\0').append(defect.statement());
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(identity.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
