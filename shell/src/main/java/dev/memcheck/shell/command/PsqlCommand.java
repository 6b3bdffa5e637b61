package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import java.util.List;
import java.util.stream.Stream;

/**
 * What psql has of {@code \d} and its family and memcheck has not of its own: an installed psql does it, and memcheck asks its
 * questions over the second connection.
 */
final class PsqlCommand implements ShellCommand {
    private static final List<String> OWN = List.of(("d dt dv dm di ds df dx dn du dg l dconfig sf").split(" "));

    private static final List<String> ADDED =
            List.of(("da dA dAc dAf dAo dAp db dc dC dd dD ddp dE des det deu dew dfa dfn dfp dft dfw"
                            + " dF dFd dFp dFt dl dL do dO dp dP dPi dPn dPt dPin dPtn drds dRp dRs dT dX dy lo_list sv z")
                    .split(" "));

    /** Kinds of relations, of which psql lists several at once. */
    private static final List<String> KINDS = List.of("t", "v", "m", "i", "s", "E");

    /** Behind a name: with the system's objects, and with more about each. */
    private static final List<String> BEHIND = List.of("", "S", "+", "S+", "+S");

    /** Without their variants. */
    static List<String> added() {
        return ADDED;
    }

    /** In all variants. */
    static Stream<String> all() {
        Stream<String> pairs = KINDS.stream()
                .flatMap(one -> KINDS.stream().filter(two -> !two.equals(one)).map(two -> "d" + one + two));
        return Stream.of(OWN.stream(), ADDED.stream(), pairs)
                .flatMap(names -> names)
                .distinct()
                .flatMap(name -> BEHIND.stream().map(name::concat));
    }

    @Override
    public String name() {
        return "d+";
    }

    @Override
    public List<String> aliases() {
        return List.of("dtS", "dA");
    }

    @Override
    public String synopsis() {
        return "[PATTERN]";
    }

    @Override
    public String help() {
        return "what else psql lists, if it is there";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        return context.results().paged(() -> GuestWords.print(context, "\\" + command.name() + " " + command.rest()));
    }
}
