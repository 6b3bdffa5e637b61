package dev.memcheck.shell.command;

import dev.memcheck.backend.catalog.CatalogLists;
import dev.memcheck.backend.catalog.NameKind;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code \e [FILE] [LINE]} and {@code \ef [FUNCTION [LINE]]}: what is typed, a file or a function in the user's editor. What was
 * written there is typed text then, as in psql.
 */
final class EditCommand implements ShellCommand {
    private static final String NEW_FUNCTION = """
            CREATE FUNCTION ( )
             RETURNS\s
             LANGUAGE\s
              -- common options:  IMMUTABLE  STABLE  STRICT  SECURITY DEFINER
            AS $function$

            $function$
            """;

    private final boolean function;

    /** @param function whether it is for functions */
    EditCommand(boolean function) {
        this.function = function;
    }

    @Override
    public String name() {
        return function ? "ef" : "e";
    }

    @Override
    public List<String> aliases() {
        return function ? List.of() : List.of("edit");
    }

    @Override
    public String synopsis() {
        return function ? "[FUNCTION] [LINE]" : "[FILE] [LINE]";
    }

    @Override
    public String help() {
        return function ? "edit a function" : "edit what is typed, the last statement, or a file";
    }

    @Override
    public Argument argument() {
        return function ? Argument.NONE : Argument.FILE;
    }

    @Override
    public List<NameKind> names() {
        return function ? List.of(NameKind.FUNCTIONS) : List.of();
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        if (!context.isTyped(command.position())) {
            return CommandResult.refused("\\" + name() + " is for who types at a prompt");
        }
        Where where = Where.of(command.rest());
        context.screen().flush();
        try {
            if (function) {
                return editFunction(context, where);
            }
            if (where.what().isEmpty()) {
                return editText(context, context.typed().text(), where.line());
            }
            Path file = context.directory().resolve(where.what());
            Optional<State> before = State.of(file);
            edit(context, file, where.line());
            // As in psql, who leaves the editor without having written wants nothing.
            boolean written = Files.exists(file) && !State.of(file).equals(before);
            context.typed().goOn(written ? Files.readString(file).stripTrailing() : "");
            return CommandResult.done();
        } catch (IOException e) {
            return CommandResult.refused("\\" + name() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CommandResult.refused("\\" + name() + ": interrupted");
        }
    }

    private static CommandResult editFunction(CommandContext context, Where where)
            throws IOException, InterruptedException {
        if (where.what().isEmpty()) {
            return editText(context, NEW_FUNCTION, where.line());
        }
        CatalogAnswer answer =
                CatalogAnswer.to(CatalogLists.functionSource(where.what()).sql(), context);
        if (answer.refusal().isPresent()) {
            return answer.refusal().get();
        }
        String text = String.join("\n", answer.lines());
        // As in psql, line 1 is the first of the body.
        int body = (int) text.lines().takeWhile(line -> !line.startsWith("AS ")).count();
        return editText(context, text, where.line() == 0 ? 0 : where.line() + body);
    }

    private static CommandResult editText(CommandContext context, String text, int line)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("memcheck-", ".sql");
        try {
            Files.writeString(file, text.stripTrailing() + "\n", StandardCharsets.UTF_8);
            edit(context, file, line);
            String changed = Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
            if (!changed.equals(text.stripTrailing())) {
                context.typed().goOn(changed);
            } else if (!context.typed().isWaiting(text)) {
                // As in psql, who changed nothing wants nothing, and what was typed so far stays.
                context.typed().goOn("");
            }
            return CommandResult.done();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void edit(CommandContext context, Path file, int line) throws IOException, InterruptedException {
        Map<String, String> environment = System.getenv();
        String editor = Stream.of("PSQL_EDITOR", "EDITOR", "VISUAL")
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .findFirst()
                .map(environment::get)
                .orElse("vi");
        String place = line == 0 ? "" : " " + environment.getOrDefault("PSQL_EDITOR_LINENUMBER_ARG", "+") + line;
        int status = context.directory()
                .program("/bin/sh", "-c", "exec " + editor + place + " \"$1\"", "sh", file.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new UsageException("could not start editor \"" + editor + "\", or it failed: exit code " + status);
        }
    }

    /** By which it is seen that a file was written. */
    private record State(long size, FileTime written) {
        static Optional<State> of(Path file) throws IOException {
            return Files.exists(file)
                    ? Optional.of(new State(Files.size(file), Files.getLastModifiedTime(file)))
                    : Optional.empty();
        }
    }

    /**
     * What is edited, and where.
     *
     * @param line 0 is the beginning
     */
    record Where(String what, int line) {
        private static final Pattern LINE = Pattern.compile("(?:^|\\s)([0-9]{1,9})$");

        static Where of(String rest) {
            Matcher line = LINE.matcher(rest.strip());
            return line.find()
                    ? new Where(rest.strip().substring(0, line.start()).strip(), Integer.parseInt(line.group(1)))
                    : new Where(rest.strip(), 0);
        }
    }
}
