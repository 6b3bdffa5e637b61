package dev.memcheck.shell.command;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;

/** {@code \conninfo}: which backend this is. */
final class ConninfoCommand implements ShellCommand {
    @Override
    public String name() {
        return "conninfo";
    }

    @Override
    public String help() {
        return "show the server and the backend process";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        BackendFacts facts = context.runner().backendFacts();
        context.screen().say("Connected to " + facts.where() + ".");
        context.screen()
                .say("PostgreSQL " + facts.serverVersion() + ", backend process " + facts.pid() + ", "
                        + facts.extensionVersion()
                                .map(version -> "pg_ext_memcheck " + version)
                                .orElse("without pg_ext_memcheck: no windows and no findings")
                        + ".");
        return CommandResult.done();
    }
}
