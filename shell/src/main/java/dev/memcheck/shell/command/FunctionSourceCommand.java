package dev.memcheck.shell.command;

import dev.memcheck.backend.catalog.CatalogLists;
import dev.memcheck.backend.catalog.NameKind;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import java.util.List;

/** {@code \sf FUNCTION}: its definition. */
final class FunctionSourceCommand implements ShellCommand {
    @Override
    public String name() {
        return "sf";
    }

    @Override
    public String synopsis() {
        return "FUNCTION[(TYPES)]";
    }

    @Override
    public String help() {
        return "show the definition of a function";
    }

    @Override
    public List<NameKind> names() {
        return List.of(NameKind.FUNCTIONS);
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        return context.results().paged(() -> shown(context, command));
    }

    private static CommandResult shown(CommandContext context, Item.Command command) {
        if (command.rest().isEmpty()) {
            return CommandResult.refused("function name is required, as in \\sf my_fn or \\sf my_fn(integer)");
        }
        CatalogAnswer answer =
                CatalogAnswer.to(CatalogLists.functionSource(command.rest()).sql(), context);
        answer.rows()
                .ifPresent(rows -> answer.lines()
                        .forEach(text -> context.results().screen().say(text.stripTrailing())));
        return answer.refusal().orElse(CommandResult.done());
    }
}
