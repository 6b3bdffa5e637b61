package dev.memcheck.shell.command;

import dev.memcheck.backend.jdbc.NewPassword;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.script.Position;
import java.util.List;
import java.util.Optional;

/** {@code \password [ROLE]}: asks for a new one, which leaves this machine only as what the server keeps of it. */
final class PasswordCommand implements ShellCommand {
    private static final String ROLE = "memcheck_role";
    private static final String ENCRYPTION = "memcheck_encryption";

    @Override
    public String name() {
        return "password";
    }

    @Override
    public String synopsis() {
        return "[ROLE]";
    }

    @Override
    public String help() {
        return "change the password of a role, or your own";
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<String> words = command.words();
        if (words.size() > 1) {
            return CommandResult.refused("expected one role, found \"" + command.rest() + "\"");
        }
        if (!context.typed().canAsk()) {
            return CommandResult.refused("\\password asks at a terminal, and nobody is there");
        }
        try {
            return changed(context, command.position(), words.stream().findFirst());
        } finally {
            context.variables().unset(ROLE);
            context.variables().unset(ENCRYPTION);
        }
    }

    private static CommandResult changed(CommandContext context, Position position, Optional<String> named) {
        Item.Command keeps = new Item.Command(position, "\\gset", "gset", "");
        String sql = "SELECT CURRENT_USER AS " + ROLE + ", pg_catalog.current_setting('password_encryption') AS "
                + ENCRYPTION;
        context.runner().runAll(List.of(new Item.Sql(position, sql, Optional.of(keeps))));
        Optional<String> role = named.or(() -> context.variables().get(ROLE));
        Optional<String> encryption = context.variables().get(ENCRYPTION);
        if (role.isEmpty() || encryption.isEmpty()) {
            return CommandResult.done();
        }
        Optional<String> first = context.typed().ask("Enter new password for user \"" + role.get() + "\": ", false);
        Optional<String> again = first.flatMap(any -> context.typed().ask("Enter it again: ", false));
        if (again.isEmpty()) {
            return CommandResult.refused("\\password: no answer; the password is as it was");
        }
        if (!again.equals(first)) {
            return CommandResult.refused("Passwords didn't match.");
        }
        String change = NewPassword.statement(role.get(), first.get(), encryption.get());
        context.results().silencing(() -> context.runner().runAll(List.of(new Item.Sql(position, change))));
        return CommandResult.done();
    }
}
