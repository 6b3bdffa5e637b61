package dev.memcheck.shell.session;

import dev.memcheck.run.AtomicFile;
import dev.memcheck.run.Failure;
import dev.memcheck.run.HeldExpectations;
import dev.memcheck.script.ExpectationInserter;
import dev.memcheck.script.Item;
import dev.memcheck.script.Position;
import dev.memcheck.script.Variables;
import dev.memcheck.shell.out.OutputFile;
import dev.memcheck.shell.out.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is typed at the prompt, as a session file that passes: what was refused, and expectations that failed or need not
 * hold again, are left out, and what held is written behind each statement and window. The file is whole after each line.
 */
final class SessionRecording {
    private static final Set<String> LEFT_OUT = Set.of("record", "q", "quit", "exit");

    private final Path file;
    private final StringBuilder text = new StringBuilder();

    /**
     * Begins a file.
     *
     * @param variables those that are set already, which what is typed may use
     */
    SessionRecording(Path file, Variables variables) {
        this.file = file;
        variables.all().forEach((name, value) -> {
            if (!Variables.tellsOfResults(name)) {
                text.append("\\set ")
                        .append(name)
                        .append(" '")
                        .append(value.replace("'", "''"))
                        .append("'\n");
            }
        });
        write();
    }

    Path file() {
        return file;
    }

    /**
     * Takes a text that was run.
     *
     * @param items what it says
     * @param failures what went wrong in it
     */
    void add(String source, String typed, List<Item> items, HeldExpectations held, List<Failure> failures) {
        Set<Position> dropped = new HashSet<>();
        for (Item item : items) {
            if (item instanceof Item.Command command && LEFT_OUT.contains(command.name())) {
                dropped.add(item.position());
            }
        }
        for (Failure failure : failures) {
            if (failure.kind() == Failure.Kind.REFUSED || failure.kind() == Failure.Kind.EXPECTATION) {
                failure.position().ifPresent(dropped::add);
            }
        }
        String kept = new ExpectationInserter(source, typed)
                .insert(held::at)
                .terminate()
                .text(position -> dropped.contains(position) || held.isDoubtful(position));
        if (!kept.isBlank()) {
            text.append(kept).append(kept.endsWith("\n") ? "" : "\n");
            write();
        }
    }

    private void write() {
        try {
            AtomicFile.write(file, text.toString());
        } catch (IOException e) {
            throw new UsageException("cannot write " + file + ": " + OutputFile.why(e), e);
        }
    }
}
