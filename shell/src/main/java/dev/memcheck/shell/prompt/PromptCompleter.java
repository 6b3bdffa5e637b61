package dev.memcheck.shell.prompt;

import dev.memcheck.backend.BackendListing;
import dev.memcheck.backend.catalog.NameKind;
import dev.memcheck.render.report.ReportFormats;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.script.Expectation;
import dev.memcheck.script.LanguageCommand;
import dev.memcheck.script.SqlKeywords;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.command.ShellCommand;
import dev.memcheck.shell.command.TreeCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jline.builtins.Completers;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Offers commands, their arguments, file names, window words, SQL keywords and names. Asks the backend under test nothing. */
final class PromptCompleter implements Completer {
    private static final String BEGIN = "begin";
    private static final String LIKE = "like";
    private static final String IN = "in";
    private static final List<String> WINDOW_WORDS = List.of(BEGIN, "end", "help", "quit", "exit");

    private final Commands commands;
    private final IntSupplier findings;
    private final Supplier<List<BackendListing>> backends;
    private final ScenarioCandidates scenarios;
    private final NameCandidates names;
    private final Completers.FileNameCompleter files;

    /**
     * @param findings how many there are so far
     * @param backends those that can be observed
     * @param scenarios those that the server knows
     * @param names of objects and variables
     * @param directory where the names of files begin
     */
    PromptCompleter(
            Commands commands,
            IntSupplier findings,
            Supplier<List<BackendListing>> backends,
            ScenarioCandidates scenarios,
            NameCandidates names,
            Supplier<Path> directory) {
        this.commands = commands;
        this.findings = findings;
        this.backends = backends;
        this.scenarios = scenarios;
        this.names = names;
        this.files = new Completers.FileNameCompleter() {
            @Override
            protected Path getUserDir() {
                return directory.get();
            }
        };
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<String> before = line.words().subList(0, line.wordIndex());
        if (line.word().startsWith("\\")) {
            candidates.addAll(commandNames());
            return;
        }
        List<Candidate> variables = names.variables(line.word());
        if (!variables.isEmpty()) {
            candidates.addAll(variables);
        } else if (!before.isEmpty() && before.get(0).startsWith("\\")) {
            completeArgument(reader, before.get(0).substring(1), line, candidates);
        } else {
            if (before.isEmpty()) {
                WINDOW_WORDS.forEach(word -> candidates.add(new Candidate(word)));
            } else if (before.get(0).equals(BEGIN) && !before.contains(LIKE)) {
                candidates.add(new Candidate(LIKE));
            }
            List<Candidate> known = names.inStatement(line);
            candidates.addAll(known);
            if (known.isEmpty() || names.mayBeKeyword(line)) {
                keywords(line.word()).forEach(word -> candidates.add(new Candidate(word)));
            }
        }
    }

    private void completeArgument(LineReader reader, String command, ParsedLine line, List<Candidate> candidates) {
        Optional<LanguageCommand> ofLanguage = LanguageCommand.ofName(command);
        if (ofLanguage.equals(Optional.of(LanguageCommand.EXPECT)) && line.wordIndex() == 1) {
            Expectation.firstWords().forEach(word -> candidates.add(new Candidate(word)));
            return;
        }
        if (ofLanguage.equals(Optional.of(LanguageCommand.EXPECT))
                && line.words().get(line.wordIndex() - 1).equals(IN)) {
            candidates.addAll(HelpCandidates.contexts(line.word()));
            return;
        }
        ShellCommand.Argument argument = ofLanguage.equals(Optional.of(LanguageCommand.INCLUDE))
                ? ShellCommand.Argument.FILE
                : commands.find(command).map(ShellCommand::argument).orElse(ShellCommand.Argument.NONE);
        switch (argument) {
            case FINDING ->
                IntStream.rangeClosed(1, findings.getAsInt())
                        .forEach(number -> candidates.add(new Candidate(String.valueOf(number))));
            case FILE -> files.complete(reader, line, candidates);
            case REPORT -> {
                if (line.wordIndex() == 1) {
                    ReportFormats.names().forEach(name -> candidates.add(new Candidate(name)));
                } else {
                    files.complete(reader, line, candidates);
                }
            }
            case BACKEND -> backends.get().forEach(backend -> candidates.add(candidate(backend)));
            case DEPTH -> candidates.add(new Candidate(TreeCommand.PEAK));
            case SCENARIO ->
                candidates.addAll(
                        line.wordIndex() == 1
                                ? scenarios.names()
                                : scenarios.keys(line.words().get(1), line.words()));
            case TOPIC -> candidates.addAll(new HelpCandidates(commands).of(line.words(), line.wordIndex()));
            case ON_OFF -> List.of("on", "off").forEach(word -> candidates.add(new Candidate(word)));
            case VARIABLE ->
                candidates.addAll(line.wordIndex() == 1 ? names.variables(":" + line.word(), 1) : List.of());
            case NONE -> {
                List<NameKind> kinds =
                        commands.find(command).map(ShellCommand::names).orElse(List.of());
                if (line.wordIndex() <= kinds.size()) {
                    candidates.addAll(names.ofKind(kinds.get(line.wordIndex() - 1), line));
                }
            }
        }
    }

    private List<Candidate> commandNames() {
        List<Candidate> names = new ArrayList<>();
        Stream.concat(commands.ofLanguage().stream(), commands.ofShell().stream())
                .forEach(entry -> entry.names().forEach(name -> names.add(candidate(name, entry.help()))));
        commands.namesOfPsql().forEach(name -> names.add(candidate("\\" + name, "as in psql")));
        return names;
    }

    private static Candidate candidate(String name, String help) {
        return new Candidate(name, name, null, help, null, null, true);
    }

    private static Candidate candidate(BackendListing backend) {
        String pid = String.valueOf(backend.pid());
        String what =
                ServerText.clean(backend.query().filter(text -> !text.isBlank()).orElse(backend.type()));
        return new Candidate(pid, pid, null, what.substring(0, Math.min(60, what.length())), null, null, true);
    }

    /** Keywords as the user writes them: in capitals if the word began so. */
    private static Stream<String> keywords(String begun) {
        if (begun.isEmpty()) {
            return Stream.empty();
        }
        boolean capitals = Character.isUpperCase(begun.charAt(0));
        return SqlKeywords.all().stream()
                .filter(word -> word.regionMatches(true, 0, begun, 0, begun.length()))
                .map(word -> capitals ? word.toUpperCase(Locale.ROOT) : word.toLowerCase(Locale.ROOT));
    }
}
