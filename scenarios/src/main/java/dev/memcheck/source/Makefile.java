package dev.memcheck.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the Makefile of an extension says, for PGXS: make itself is asked, so that functions, conditions and included files count
 * as they do in a build. Where make cannot read it, the text is read as far as it is plain.
 */
public final class Makefile {
    private static final List<String> NAMES = List.of("GNUmakefile", "makefile", "Makefile");

    private final MakeVariables variables;
    private final boolean asked;
    private final Optional<String> note;

    private Makefile(MakeVariables variables, boolean asked, Optional<String> note) {
        this.variables = variables;
        this.asked = asked;
        this.note = note;
    }

    /**
     * @param directory of the Makefile; one without any has no variables
     * @param pgConfig of the server that is built for; make's own choice if empty
     * @param names of the variables that will be wanted
     */
    public static Makefile read(Path directory, Optional<Path> pgConfig, List<String> names) {
        Optional<String> file = file(directory);
        if (file.isEmpty()) {
            return new Makefile(unused -> "", true, Optional.empty());
        }
        MakeAnswers answers = MakeAnswers.of(directory, file.get(), pgConfig, names);
        return answers.areWhole()
                ? new Makefile(answers, true, Optional.empty())
                : new Makefile(
                        MakefileText.read(directory.resolve(file.get())),
                        false,
                        Optional.of("make cannot read the " + file.get() + ", so it was read as text: "
                                + answers.complaint()));
    }

    /** Whether there is one. */
    public static boolean isIn(Path directory) {
        return file(directory).isPresent();
    }

    /** The one that make would take. */
    public static Optional<String> file(Path directory) {
        return NAMES.stream()
                .filter(name -> Files.isRegularFile(directory.resolve(name)))
                .findFirst();
    }

    /** A variable's value, with the variables in it; empty if it has none. */
    public String value(String variable) {
        return variables.value(variable);
    }

    /** The words of a variable. */
    public List<String> words(String variable) {
        return Stream.of(value(variable).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Whether make gave the values; they may have calls of its functions in them if not. */
    public boolean isAsked() {
        return asked;
    }

    /** Why it was not, where it should have been. */
    public Optional<String> note() {
        return note;
    }
}
