package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.script.Position;
import dev.memcheck.shell.out.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** {@code \lo_import FILE [COMMENT]}, {@code \lo_export OID FILE}, {@code \lo_unlink OID}: large objects, and files of this machine. */
final class LargeObjectCommand implements ShellCommand {
    /** As psql names it. */
    private static final String LAST_OID = "LASTOID";

    /** Holds what was read until it is written. */
    private static final String CONTENT = "memcheck_large_object";

    private static final long MOST_BYTES = 100L << 20;
    private static final String IMPORT = "lo_import";
    private static final String EXPORT = "lo_export";
    private static final String UNLINK = "lo_unlink";

    private final String name;

    private LargeObjectCommand(String name) {
        this.name = name;
    }

    static List<ShellCommand> all() {
        return List.of(new LargeObjectCommand(IMPORT), new LargeObjectCommand(EXPORT), new LargeObjectCommand(UNLINK));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String synopsis() {
        return switch (name) {
            case IMPORT -> "FILE [COMMENT]";
            case EXPORT -> "OID FILE";
            default -> "OID";
        };
    }

    @Override
    public String help() {
        return switch (name) {
            case IMPORT -> "make a large object of a file";
            case EXPORT -> "write a large object to a file";
            default -> "delete a large object";
        };
    }

    @Override
    public Argument argument() {
        return name.equals(IMPORT) ? Argument.FILE : Argument.NONE;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<String> words = command.words();
        int most = name.equals(UNLINK) ? 1 : 2;
        if (words.isEmpty() || words.size() > most || name.equals(EXPORT) && words.size() < most) {
            return CommandResult.refused("expected \\" + name + " " + synopsis());
        }
        if (!name.equals(IMPORT) && !words.get(0).matches("[0-9]{1,10}")) {
            return CommandResult.refused("\\" + name + ": no number of a large object: " + words.get(0));
        }
        try {
            return switch (name) {
                case IMPORT -> take(context, command.position(), words);
                case EXPORT -> give(context, command.position(), words);
                default -> unlink(context, command.position(), words.get(0));
            };
        } catch (IOException e) {
            return CommandResult.refused("\\" + name + ": " + words.get(name.equals(IMPORT) ? 0 : 1) + ": "
                    + (e instanceof NoSuchFileException ? "No such file or directory" : e.getMessage()));
        }
    }

    private static CommandResult take(CommandContext context, Position position, List<String> words)
            throws IOException {
        Path file = context.directory().resolve(words.get(0));
        if (Files.size(file) > MOST_BYTES) {
            throw new UsageException(file + " is longer than " + (MOST_BYTES >> 20)
                    + " MB, which is more than one statement is given; the server's own lo_import() reads its files");
        }
        String bytes = HexFormat.of().formatHex(Files.readAllBytes(file));
        Optional<String> oid = ask(context, position, "pg_catalog.lo_from_bytea(0, '\\x" + bytes + "')", LAST_OID);
        if (oid.isEmpty()) {
            return CommandResult.done();
        }
        if (words.size() > 1) {
            run(
                    context,
                    position,
                    "COMMENT ON LARGE OBJECT " + oid.get() + " IS '"
                            + words.get(1).replace("'", "''") + "'");
        }
        context.screen().say(IMPORT + " " + oid.get());
        return CommandResult.done();
    }

    private static CommandResult give(CommandContext context, Position position, List<String> words)
            throws IOException {
        String sql = "pg_catalog.encode(pg_catalog.lo_get(" + words.get(0) + "), 'hex')";
        Optional<String> bytes = ask(context, position, sql, CONTENT);
        context.variables().unset(CONTENT);
        if (bytes.isPresent()) {
            Files.write(
                    context.directory().resolve(words.get(1)), HexFormat.of().parseHex(bytes.get()));
            context.screen().say(EXPORT);
        }
        return CommandResult.done();
    }

    private static CommandResult unlink(CommandContext context, Position position, String oid) {
        if (ask(context, position, "pg_catalog.lo_unlink(" + oid + ")", CONTENT).isPresent()) {
            context.screen().say(UNLINK + " " + oid);
        }
        context.variables().unset(CONTENT);
        return CommandResult.done();
    }

    /** What an expression is to the session's own backend, kept in a variable; empty if it failed, which is told then. */
    private static Optional<String> ask(CommandContext context, Position position, String expression, String variable) {
        context.variables().unset(variable);
        Item.Command keeps = new Item.Command(position, "\\gset", "gset", "");
        String sql = "SELECT " + expression + " AS \"" + variable + "\"";
        context.runner().runAll(List.of(new Item.Sql(position, sql, Optional.of(keeps))));
        return context.variables().get(variable);
    }

    private static void run(CommandContext context, Position position, String sql) {
        context.results().silencing(() -> context.runner().runAll(List.of(new Item.Sql(position, sql))));
    }
}
