package dev.memcheck.capture;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Provenance;
import dev.memcheck.finding.Severity;
import dev.memcheck.finding.Site;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.session.SessionName;
import dev.memcheck.snapshot.NodeKey;
import java.io.IOException;

/** How findings are written and read. */
final class FindingFields {
    private FindingFields() {}

    static void write(FieldWriter out, ReportedFinding reported) throws IOException {
        out.number(reported.number());
        finding(out, reported.finding());
        out.optional(reported.suppression(), out::text);
    }

    static ReportedFinding readReported(FieldReader in) throws IOException {
        return new ReportedFinding(in.index("the number of a finding"), finding(in), in.optional(in::text));
    }

    static void write(FieldWriter out, NumberedFinding numbered) throws IOException {
        out.number(numbered.number());
        finding(out, numbered.finding());
        out.text(numbered.session().text());
    }

    static NumberedFinding readNumbered(FieldReader in) throws IOException {
        return new NumberedFinding(in.index("the number of a finding"), finding(in), new SessionName(in.text()));
    }

    private static void finding(FieldWriter out, Finding finding) throws IOException {
        out.constant(finding.checkType());
        out.constant(finding.severity());
        out.flag(finding.confirmed());
        out.list(finding.contextPath(), out::text);
        out.text(finding.contextIdent());
        out.optional(finding.node(), key -> out.number(key.value()));
        out.number(finding.bytes());
        out.number(finding.count());
        out.optional(finding.bytesPerCall());
        out.number(finding.occurrences());
        site(out, finding.site());
        out.list(finding.freedStack(), out::text);
        out.constant(finding.provenance());
        out.text(finding.statement());
        out.text(finding.detail());
        out.optional(finding.scenarioSession());
    }

    private static Finding finding(FieldReader in) throws IOException {
        try {
            return new Finding(
                    in.constant(CheckType.class),
                    in.constant(Severity.class),
                    in.flag(),
                    in.list(in::text),
                    in.text(),
                    in.optional(() -> new NodeKey(in.number())),
                    in.number(),
                    in.number(),
                    in.optionalDouble(),
                    in.index("how often a finding occurred"),
                    site(in),
                    in.list(in::text),
                    in.constant(Provenance.class),
                    in.text(),
                    in.text(),
                    in.optionalInt());
        } catch (IllegalArgumentException e) {
            throw new CaptureFormatException("a finding in it is wrong: " + e.getMessage(), e);
        }
    }

    private static void site(FieldWriter out, Site site) throws IOException {
        out.optional(site.library(), out::text);
        out.optional(site.symbol(), out::text);
        out.optional(site.sourceFile(), out::text);
        out.optional(site.sourceLine());
        out.list(site.stack(), out::text);
    }

    private static Site site(FieldReader in) throws IOException {
        return new Site(
                in.optional(in::text),
                in.optional(in::text),
                in.optional(in::text),
                in.optionalInt(),
                in.list(in::text));
    }
}
