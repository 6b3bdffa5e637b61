package dev.memcheck.shell.command;

import dev.memcheck.backend.catalog.NameKind;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import java.util.List;

/** A command that begins with a backslash. It describes itself; help and completion are made of that. */
public interface ShellCommand {
    /** Without the backslash. */
    String name();

    /** Other names for the same, without the backslash. */
    default List<String> aliases() {
        return List.of();
    }

    /** Names that work without a backslash, too, alone on their line. */
    default List<String> bareNames() {
        return List.of();
    }

    /** What may follow the name, as in {@code [n]}; empty if nothing may. */
    default String synopsis() {
        return "";
    }

    /** One line: what it does. */
    String help();

    /** What its argument is, for completion. */
    default Argument argument() {
        return Argument.NONE;
    }

    /** Whose names its arguments are, the first, the second, for completion. */
    default List<NameKind> names() {
        return List.of();
    }

    /**
     * Does it.
     *
     * @param command as it was typed
     */
    CommandResult run(CommandContext context, Item.Command command);

    /** What a command's argument is. */
    enum Argument {
        NONE,
        FILE,
        /** The number of a finding. */
        FINDING,
        /** A report format, then a file. */
        REPORT,
        /** The process id of a backend. */
        BACKEND,
        /** How deep a tree is open, or which tree. */
        DEPTH,
        /** A scenario, then its keys. */
        SCENARIO,
        /** What there is help on, then a name. */
        TOPIC,
        /** A variable of the session, then anything. */
        VARIABLE,
        ON_OFF
    }
}
