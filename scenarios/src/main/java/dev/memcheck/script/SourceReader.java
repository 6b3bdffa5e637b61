package dev.memcheck.script;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads one source, and through {@code \include} others, into items. */
final class SourceReader {
    private static final int DEEPEST_INCLUDE = 32;
    private final SharedByTexts shared;
    private final SourceText source;
    private final String text;
    /** Names of this source and those that include it, innermost first. */
    private final Deque<String> names;

    private final CopyReader copies;
    private final OpenBlocks blocks;

    /** Whether this reads one piece whose turn to run has come, after the text as a whole was read. */
    private final boolean late;

    SourceReader(SharedByTexts shared, SourceText source, Deque<String> names, List<Item> items) {
        this(shared, source, names, items, false);
    }

    private SourceReader(SharedByTexts shared, SourceText source, Deque<String> names, List<Item> items, boolean late) {
        this.late = late;
        this.shared = shared;
        this.source = source;
        this.text = source.text();
        this.names = names;
        this.blocks = new OpenBlocks(items, shared.variables());
        this.copies = new CopyReader(source, shared);
    }

    void read() {
        int zero = text.indexOf('\0');
        if (zero >= 0) {
            throw source.error(zero, "a zero byte", "PostgreSQL takes none, in no text");
        }
        List<Piece> pieces = shared.split(text);
        shared.noteLateVariables(pieces.stream().anyMatch(piece -> setsVariables(piece) || namesResults(piece)));
        for (Piece piece : pieces) {
            requireClosed(piece);
            if (isLate(piece)) {
                readLater(piece);
            } else {
                read(piece);
            }
        }
        blocks.requireNone();
    }

    private void read(Piece piece) {
        switch (piece.kind()) {
            case SQL -> readSql(piece);
            case WINDOW -> add(window(piece));
            case WORD -> readWord(piece);
            case COMMAND -> readCommand(piece);
            case EMPTY -> {}
        }
    }

    private boolean setsVariables(Piece piece) {
        if (piece.ending() == Piece.Ending.SENT) {
            return SendingCommand.setsVariables(
                    CommandLine.sending(source, piece, shared.variables()).name());
        }
        return piece.kind() == Piece.Kind.COMMAND
                && SendingCommand.setsVariables(StatementSplitter.commandName(text, piece));
    }

    private boolean namesResults(Piece piece) {
        boolean asks = piece.kind() == Piece.Kind.COMMAND
                && LanguageCommand.isCondition(StatementSplitter.commandName(text, piece));
        return asks || Variables.areResultsNamed(text, piece.bodyStart(), piece.headEnd());
    }

    /**
     * Whether a piece names variables, which may have another value when it runs, or runs only on a condition. What shapes
     * the text must be known now.
     */
    private boolean isLate(Piece piece) {
        if (piece.kind() == Piece.Kind.EMPTY
                || piece.kind() == Piece.Kind.COMMAND
                        && LanguageCommand.shapesText(StatementSplitter.commandName(text, piece))) {
            return false;
        }
        boolean counts =
                Variables.isNamed(RepeatCounter.NAME, text, piece.bodyStart(), piece.headEnd()) && blocks.countsTurns();
        return counts
                || blocks.areConditional()
                || shared.hasLateVariables() && Variables.areNamed(text, piece.bodyStart(), piece.headEnd());
    }

    private void readLater(Piece piece) {
        Position position = source.positionAt(piece.bodyStart());
        String body = piece.bodyIn(text);
        SharedByTexts.Sent sent = new SharedByTexts.Sent(body);
        if (piece.kind() == Piece.Kind.SQL) {
            shared.sent(sent);
            check(new Item.Sql(position, body));
        } else if (piece.kind() == Piece.Kind.WINDOW) {
            boolean begins = body.regionMatches(true, 0, "begin", 0, "begin".length());
            check(
                    begins
                            ? new Item.Begin(position, body, Optional.of(body), Optional.empty(), Optional.empty())
                            : new Item.End(position, body, Optional.empty()));
        }
        shared.noteStatement();
        Deque<String> chain = new ArrayDeque<>(names);
        blocks.items()
                .add(new Item.Late(
                        position,
                        text.substring(piece.bodyStart(), piece.headEnd()).strip(),
                        () -> {
                            List<Item> found = new ArrayList<>();
                            shared.variables().beginText();
                            new SourceReader(shared, source, chain, found, true).read(piece);
                            found.stream()
                                    .filter(Item.Sql.class::isInstance)
                                    .map(Item::text)
                                    .forEach(sent::is);
                            return found;
                        }));
    }

    private void requireClosed(Piece piece) {
        if (piece.ending() == Piece.Ending.CUT_SHORT) {
            Position start = source.positionAt(piece.bodyStart());
            throw source.error(
                    piece.end(), "the statement that started at " + start + " has no ;", "expected a ; before this");
        }
        piece.open()
                .filter(open -> open.waitsFor() != Completeness.IN_STATEMENT)
                .filter(open ->
                        !piece.asksForData() || shared.typedData(source.name()).isEmpty())
                .ifPresent(open -> {
                    throw source.error(
                            open.offset(),
                            open.waitsFor().problem(),
                            "expected " + open.waitsFor().waitsFor());
                });
    }

    private void readSql(Piece piece) {
        List<Item.Sql> statements = new ArrayList<>(statements(piece));
        if (piece.ending() == Piece.Ending.SENT && !statements.isEmpty()) {
            CommandLine line = CommandLine.sending(source, piece, shared.variables());
            requireKnown(line);
            Item.Sql last = statements.remove(statements.size() - 1);
            statements.add(new Item.Sql(last.position(), last.text(), Optional.of(line.command())));
        }
        copies.giveData(piece, statements);
        statements.forEach(this::add);
        if (!late) {
            statements.forEach(sql -> shared.sent(sql.text()));
        }
    }

    private List<Item.Sql> statements(Piece piece) {
        Fragment.Builder builder = Fragment.of(source);
        shared.variables().addSql(source, piece.bodyStart(), piece.bodyEnd(), builder);
        Fragment fragment = builder.build();
        if (!fragment.isChanged()) {
            return List.of(sql(fragment.positionAt(0), fragment.text()));
        }
        // A variable may hold several statements.
        return StatementSplitter.split(fragment.text()).stream()
                .flatMap(part -> sqlOf(fragment, part).stream())
                .toList();
    }

    private List<Item.Sql> sqlOf(Fragment fragment, Piece part) {
        part.open().filter(open -> open.waitsFor() != Completeness.IN_STATEMENT).ifPresent(open -> {
            throw fragment.error(
                    open.offset(),
                    open.waitsFor().problem(),
                    "with its variables put in, the statement lacks "
                            + open.waitsFor().waitsFor());
        });
        if (part.kind() == Piece.Kind.EMPTY) {
            return List.of();
        }
        if (part.kind() != Piece.Kind.SQL
                || part.ending() == Piece.Ending.CUT_SHORT
                || part.ending() == Piece.Ending.SENT) {
            throw fragment.error(
                    part.bodyStart(),
                    "a variable puts a command or a window word here",
                    "in a statement a variable holds SQL only");
        }
        return List.of(sql(fragment.positionAt(part.bodyStart()), part.bodyIn(fragment.text())));
    }

    /** What stands behind another statement and is sent with it, may begin or end a transaction. */
    private Item.Sql sql(Position position, String written) {
        String sent = CombinedStatement.sent(written);
        if (!sent.equals(written)) {
            shared.transactions().mayBeOpen();
        }
        return new Item.Sql(position, sent);
    }

    private Item window(Piece piece) {
        Token word = new SqlScanner(text, piece.bodyStart(), text.length()).next();
        WindowLine.Extent extent = WindowLine.measure(text, word);
        boolean options = extent.brace() >= 0;
        int headEnd = options ? extent.brace() : piece.bodyEnd();
        Fragment.Builder builder = Fragment.of(source);
        shared.variables().addSql(source, piece.bodyStart(), headEnd, builder);
        int optionsStart = builder.length();
        int optionsEnd = optionsStart + (options ? extent.braceEnd() - extent.brace() : 0);
        Fragment line = builder.copy(headEnd, piece.bodyEnd()).build();
        return WindowLine.parse(line, optionsStart, optionsEnd);
    }

    private void readWord(Piece piece) {
        Token word = new SqlScanner(text, piece.bodyStart(), text.length()).next();
        add(new Item.Command(
                source.positionAt(piece.bodyStart()),
                piece.bodyIn(text),
                word.in(text).toLowerCase(Locale.ROOT),
                text.substring(word.end(), piece.bodyEnd()).strip()));
    }

    private void readCommand(Piece piece) {
        CommandLine line = CommandLine.of(source, piece, shared.variables());
        requireKnown(line);
        if (line.name().equals(CopyLine.COMMAND)) {
            add(copies.read(piece, line));
            return;
        }
        if (SendingCommand.ofName(line.name()).isPresent()) {
            sendAgain(line);
            return;
        }
        Optional<LanguageCommand> ours = LanguageCommand.ofName(line.name());
        if (ours.isEmpty()) {
            add(line.command());
            return;
        }
        switch (ours.get()) {
            case EXPECT ->
                add(new Item.Expect(line.position(), line.text(), ExpectationParser.parse(line.sqlArguments())));
            case WARMUP -> add(line.warmup());
            case SET -> readSet(line);
            case UNSET -> readUnset(line);
            case BACKEND -> readBackend(line);
            case INCLUDE -> readInclude(line);
            case REPEAT -> blocks.repeat(line);
            case ENDREPEAT -> add(blocks.endRepeat(line, text));
            case IF -> blocks.condition(line);
            case ELIF -> blocks.otherwise(line, true);
            case ELSE -> blocks.otherwise(line, false);
            case ENDIF -> add(blocks.endCondition(line, text));
            case SESSION -> add(new Item.Connect(line.position(), line.text(), SettingLine.sessionName(line)));
            case SCENARIO -> readScenario(line);
            case TIMEOUT -> add(new Item.Timeout(line.position(), line.text(), SettingLine.timeLimit(line)));
        }
    }

    private void requireKnown(CommandLine line) {
        if (!shared.commands().contains(line.name())) {
            throw unknown(line);
        }
    }

    /** A command that sends, but stands behind no statement, means the one before. */
    private void sendAgain(CommandLine line) {
        SharedByTexts.Sent before = shared.sent()
                .orElseThrow(() -> line.error(
                        "\\" + line.name() + " has no statement to send",
                        "it stands behind a statement, in place of its semicolon"));
        Supplier<List<Item>> again =
                () -> List.of(new Item.Sql(line.position(), before.sql(), Optional.of(line.command())));
        if (shared.hasLateVariables()) {
            blocks.items().add(new Item.Late(line.position(), line.text(), again));
        } else {
            again.get().forEach(this::add);
        }
    }

    private ParseException unknown(CommandLine line) {
        if (line.name().isEmpty()) {
            return line.error("a backslash without a command", "\\? lists the commands");
        }
        String hint = NearMiss.hint(line.name(), shared.commands(), "\\");
        if (line.name().equals(".")) {
            return line.error(
                    "\\. ends the data of COPY FROM STDIN, and there is none before it",
                    "COPY ... FROM STDIN; stands in a line of its own before the data");
        }
        return line.error("unknown command \\" + line.name(), hint.isEmpty() ? "\\? lists the commands" : hint);
    }

    private void readSet(CommandLine line) {
        List<String> words = line.words();
        if (words.isEmpty()) {
            blocks.items().add(line.command());
            return;
        }
        String name = words.get(0);
        if (!Variables.isName(name)) {
            throw line.argumentError("no name for a variable: " + name, "expected letters, digits and underscores");
        }
        // As in psql: several words make one value.
        String value = words.stream().skip(1).collect(Collectors.joining());
        Item item = SettingLine.set(line, name, value);
        shared.variables().setForReading(name, value);
        blocks.items().add(item);
    }

    /** Alone, it lists the scenarios, which the caller knows. */
    private void readScenario(CommandLine line) {
        if (line.words().isEmpty()) {
            blocks.items().add(line.command());
        } else {
            add(ScenarioLine.parse(line.position(), line.text(), line.wordArguments()));
        }
    }

    private void readUnset(CommandLine line) {
        String name = line.onlyWord("expected \\unset NAME");
        if (!shared.variables().unsetForReading(name) && !shared.hasLateVariables()) {
            String hint = NearMiss.hint(name, shared.variables().all().keySet(), "");
            throw line.argumentError(
                    "variable " + name + " is not set", hint.isEmpty() ? "\\set lists the variables" : hint);
        }
        blocks.items().add(SettingLine.unset(line, name));
    }

    private void readBackend(CommandLine line) {
        if (shared.statementSeen() || !blocks.isEmpty()) {
            throw line.error(
                    "\\backend comes too late: the session has begun",
                    "put it before the first statement, window or command");
        }
        line.requireBackendOptions();
        blocks.items().add(line.command());
    }

    private void readInclude(CommandLine line) {
        String file = line.onlyWord("expected \\include FILE, with quotes if it has spaces");
        IncludeResolver.Source found;
        try {
            found = shared.includes().resolve(file, source.name());
        } catch (IOException unreadable) {
            throw line.argumentError(
                    "cannot include " + file + ": " + unreadable.getMessage(),
                    "a relative name starts from the directory of the including file");
        }
        if (names.contains(found.name())) {
            throw line.argumentError(found.name() + " includes itself", SharedByTexts.chain(names, found.name()));
        }
        if (names.size() >= DEEPEST_INCLUDE) {
            throw line.error("files include each other too deeply", "at most " + DEEPEST_INCLUDE + " deep");
        }
        if (!shared.mayInclude(found.text())) {
            throw line.error(
                    "too much is included: files that include each other double with each of them",
                    "at most 10,000 files of 64 million characters together");
        }
        names.push(found.name());
        new SourceReader(shared, new SourceText(found.name(), found.text()), names, blocks.items()).read();
        names.pop();
    }

    private void add(Item item) {
        if (!late) {
            check(item);
        }
        shared.noteStatement();
        blocks.items().add(item);
    }

    private void check(Item item) {
        if (blocks.areConditional()) {
            shared.transactions().problem(item);
            return;
        }
        shared.transactions().problem(item).ifPresent(problem -> {
            throw new ParseException(
                    item.position(),
                    problem,
                    "nothing has run; write BEGIN TRANSACTION where a transaction is meant: what runs in a window is"
                            + " kept",
                    source.line(item.position().line()));
        });
    }
}
