package dev.memcheck.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a finding is about, told so that two builds of an extension can be compared: nothing in it changes when source lines
 * move or amounts change.
 *
 * @param checkType what kind
 * @param contextPath names from TopMemoryContext to the context
 * @param library who allocated, empty if it is not known
 * @param symbols the function that owns the allocation and the library's own ones that lead to it, without their lines
 * @param statement what ran, where neither context nor library tells findings apart; empty otherwise
 */
public record Defect(
        CheckType checkType, List<String> contextPath, String library, List<String> symbols, String statement) {
    public Defect {
        Objects.requireNonNull(checkType);
        contextPath = List.copyOf(contextPath);
        Objects.requireNonNull(library);
        symbols = List.copyOf(symbols);
        Objects.requireNonNull(statement);
    }

    public static Defect of(Finding finding) {
        Site site = finding.site();
        List<String> symbols = new ArrayList<>(List.of(site.symbol().orElse("")));
        site.ownFrames().forEach(frame -> symbols.add(Frame.of(frame).function()));
        boolean told = site.isKnown() || !finding.contextPath().isEmpty();
        return new Defect(
                finding.checkType(),
                finding.contextPath(),
                site.library().orElse(""),
                symbols,
                told ? "" : finding.statement());
    }
}
