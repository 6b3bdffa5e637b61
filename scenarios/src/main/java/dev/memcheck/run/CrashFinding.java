package dev.memcheck.run;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.Provenance;
import dev.memcheck.finding.Severity;
import dev.memcheck.finding.Site;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The finding that a process of the server has crashed, made of what the server's log says. */
final class CrashFinding {
    /** What the extension wrote as the process died. */
    private static final Pattern WHERE =
            Pattern.compile("in function \"([^\"]+)\" of \"(?:.*/)?([^\"/]+?)(?:\\.so[^\"]*)?\"");

    private CrashFinding() {}

    /**
     * @param how from the server's log
     * @param statement what was running
     */
    static Optional<Finding> ofLoss(Optional<String> how, Optional<String> statement) {
        return how.filter(unused -> LossReport.tellsOfCrash(how)).map(told -> of(told, statement.orElse("")));
    }

    /** @param statement what was running */
    static Finding of(String explanation, String statement) {
        Site site = site(explanation);
        return Finding.builder()
                .set(FindingColumn.CHECK_TYPE, CheckType.CRASH)
                .set(FindingColumn.SEVERITY, Severity.ERROR)
                .set(FindingColumn.CONFIRMED, true)
                .set(FindingColumn.COUNT, 1L)
                .site(site)
                .set(FindingColumn.PROVENANCE, site.isKnown() ? Provenance.EXTENSION : Provenance.UNKNOWN)
                .set(FindingColumn.STATEMENT, statement)
                .set(FindingColumn.DETAIL, explanation)
                .build();
    }

    private static Site site(String explanation) {
        Matcher where = WHERE.matcher(explanation);
        return where.find()
                ? new Site(
                        Optional.of(where.group(2)),
                        Optional.of(where.group(1)),
                        Optional.empty(),
                        OptionalInt.empty(),
                        List.of())
                : Site.unknown();
    }
}
