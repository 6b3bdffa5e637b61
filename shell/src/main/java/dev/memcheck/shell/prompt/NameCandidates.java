package dev.memcheck.shell.prompt;

import dev.memcheck.backend.catalog.NameBegun;
import dev.memcheck.backend.catalog.NameKind;
import dev.memcheck.script.SqlScanner;
import dev.memcheck.script.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.Candidate;
import org.jline.reader.ParsedLine;

/** Names that fit where the cursor is: of the server's objects, and of the session's variables. */
final class NameCandidates {
    /** A colon that is none of {@code ::}, maybe a quote, and what there is of a name. */
    private static final Pattern VARIABLE = Pattern.compile("(?<!:):(['\"]?)(\\w*)$");

    private final CatalogCandidates catalog;
    private final Supplier<Map<String, String>> variables;

    /** @param variables by name, with their values */
    NameCandidates(CatalogCandidates catalog, Supplier<Map<String, String>> variables) {
        this.catalog = catalog;
        this.variables = variables;
    }

    /** Those of the session that a word with a colon may mean. */
    List<Candidate> variables(String word) {
        return variables(word, 0);
    }

    /** The same, with some chars left out at the beginning of the word. */
    List<Candidate> variables(String word, int leftOut) {
        Matcher colon = VARIABLE.matcher(word);
        if (!colon.find()) {
            return List.of();
        }
        String head = word.substring(0, colon.end(1)).substring(leftOut);
        return variables.get().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(colon.group(2)))
                .map(entry -> new Candidate(
                        head + entry.getKey() + colon.group(1), entry.getKey(), "variables", null, null, null, true))
                .toList();
    }

    /** Names of a kind, as the argument of a command. */
    List<Candidate> ofKind(NameKind kind, ParsedLine line) {
        return NameAtCursor.of(line.line(), line.cursor())
                .map(name -> of(kind, name, line, false, CatalogCandidates.deadline()))
                .orElse(List.of());
    }

    /** Names that the statement may go on with. */
    List<Candidate> inStatement(ParsedLine line) {
        List<Candidate> candidates = new ArrayList<>();
        long deadline = CatalogCandidates.deadline();
        NameAtCursor.of(line.line(), line.cursor())
                .ifPresent(name -> WantedNames.after(name.before())
                        .forEach(kind -> candidates.addAll(of(kind, name, line, true, deadline))));
        return candidates;
    }

    /** Whether a keyword is as likely there as a name. */
    boolean mayBeKeyword(ParsedLine line) {
        return NameAtCursor.of(line.line(), line.cursor())
                .map(name -> name.qualifier().isEmpty()
                        && WantedNames.after(name.before()).contains(NameKind.FUNCTIONS))
                .orElse(true);
    }

    private List<Candidate> of(NameKind kind, NameAtCursor name, ParsedLine line, boolean called, long deadline) {
        int word = line.cursor() - line.word().length();
        if (name.start() < word) {
            // A name in quotes with a space: JLine's word begins later.
            return List.of();
        }
        Optional<String> qualifier = name.qualifier().map(SqlWord::bare);
        boolean whole = qualifier.isEmpty() || kind == NameKind.SETTINGS;
        String head = line.line().substring(word, whole ? name.start() : name.last());
        NameBegun begun =
                kind == NameKind.SETTINGS ? name.dotted() : kind == NameKind.COLUMNS ? name.alone() : name.inSchema();
        List<String> tables = kind == NameKind.COLUMNS
                ? new TablesNamed(SqlWord.ofLast(statement(line.line(), line.cursor()))).of(qualifier)
                : List.of();
        return catalog.of(kind, begun, tables, head, called, deadline);
    }

    /** The text up to where the statement ends that the cursor is in. */
    private static String statement(String text, int cursor) {
        return SqlScanner.scan(text).stream()
                .filter(token -> token.start() >= cursor && token.in(text).equals(";"))
                .map(Token::start)
                .findFirst()
                .map(end -> text.substring(0, end))
                .orElse(text);
    }
}
