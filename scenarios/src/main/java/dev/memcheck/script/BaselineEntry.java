package dev.memcheck.script;

import dev.memcheck.finding.Finding;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A finding that is known and does not count. {@code toString} gives its line in a {@link BaselineFile}.
 *
 * @param pattern what it looks like, in the words of {@code \expect}; {@code %} stands for any text
 * @param about what the extension's sentence says, where neither context nor site tells findings apart
 * @param since when it was taken in
 * @param reason why it does not count; one line
 */
public record BaselineEntry(Expectation.Found pattern, Optional<String> about, LocalDate since, String reason) {
    private static final Pattern LINE_BREAKING = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

    public BaselineEntry {
        Objects.requireNonNull(pattern);
        Objects.requireNonNull(about);
        Objects.requireNonNull(since);
        Objects.requireNonNull(reason);
    }

    /** The entry that a finding gets: its kind, context, library and function, whatever the amounts. */
    public static BaselineEntry of(Finding finding, LocalDate since, String reason) {
        List<FindingClause> clauses = new ArrayList<>();
        if (!finding.contextPath().isEmpty()) {
            clauses.add(named(FindingClause.Named.Part.CONTEXT, finding.contextName()));
        }
        finding.site().library().ifPresent(name -> clauses.add(named(FindingClause.Named.Part.LIBRARY, name)));
        finding.site().symbol().ifPresent(name -> clauses.add(named(FindingClause.Named.Part.SYMBOL, name)));
        Optional<String> about =
                clauses.isEmpty() ? Optional.of(oneLine(finding.detail()).replaceAll("[0-9]+", "%")) : Optional.empty();
        return new BaselineEntry(new Expectation.Found(finding.checkType(), clauses), about, since, oneLine(reason));
    }

    /** The names that it gives in full, without a wildcard. */
    public Map<FindingClause.Named.Part, String> names() {
        Map<FindingClause.Named.Part, String> names = new EnumMap<>(FindingClause.Named.Part.class);
        for (FindingClause clause : pattern.clauses()) {
            if (clause instanceof FindingClause.Named named && !named.hasWildcard()) {
                names.put(named.part(), named.pattern());
            }
        }
        return names;
    }

    /** Whether this finding is the known one. */
    public boolean matches(Finding finding) {
        return pattern.matches(finding)
                && about.map(text -> NamePattern.matches(text, oneLine(finding.detail())))
                        .orElse(true);
    }

    @Override
    public String toString() {
        return pattern
                + about.map(text -> " " + BaselineFile.ABOUT + " " + SourceForm.quoted(text))
                        .orElse("")
                + " " + BaselineFile.SINCE + " " + SourceForm.quoted(since.toString())
                + " " + BaselineFile.BECAUSE + " " + SourceForm.quoted(reason);
    }

    private static FindingClause named(FindingClause.Named.Part part, String name) {
        return new FindingClause.Named(part, oneLine(name));
    }

    /** An entry is one line, so that what breaks lines becomes a wildcard. */
    private static String oneLine(String text) {
        return LINE_BREAKING.matcher(text).replaceAll("%");
    }
}
