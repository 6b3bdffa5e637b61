package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code \! [COMMAND]}: runs a command of the system, or the user's shell. What it answers changes nothing here, as in psql. */
final class SystemCommand implements ShellCommand {
    private static final int NOT_FOUND = 127;

    @Override
    public String name() {
        return "!";
    }

    @Override
    public String synopsis() {
        return "[COMMAND]";
    }

    @Override
    public String help() {
        return "run a command of the system, or a shell";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        String shell = System.getenv().getOrDefault("SHELL", "/bin/sh");
        ProcessBuilder program = command.rest().isEmpty()
                ? context.directory().program(shell)
                : context.directory().program("/bin/sh", "-c", command.rest());
        context.screen().flush();
        try {
            int status = context.isPrompt() ? atTerminal(program) : printed(program, context);
            return status == NOT_FOUND ? CommandResult.refused("\\!: failed") : CommandResult.done();
        } catch (IOException e) {
            return CommandResult.refused("\\!: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CommandResult.refused("\\!: interrupted");
        }
    }

    private static int atTerminal(ProcessBuilder program) throws IOException, InterruptedException {
        return program.inheritIO().start().waitFor();
    }

    /** Through the screen, since standard output may be a report's. */
    private static int printed(ProcessBuilder program, CommandContext context)
            throws IOException, InterruptedException {
        Process process = program.redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                context.screen().say(line);
            }
        }
        return process.waitFor();
    }
}
