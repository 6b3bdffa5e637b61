package dev.memcheck.shell.command;

import dev.memcheck.run.CommandHandler;
import dev.memcheck.run.CommandResult;
import dev.memcheck.run.SentStatement;
import dev.memcheck.script.Item;
import dev.memcheck.script.LanguageCommand;
import dev.memcheck.shell.out.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The one list of commands: those of the language, and those that the shell runs. Some are both, where the language needs
 * the shell to do a part.
 */
public final class Commands {
    private final PsqlCommand psql = new PsqlCommand();
    private final List<ShellCommand> list = list(
            families(),
            new HelpCommand(this::ofLanguage, this::ofShell),
            new QuitCommand(),
            new TreeCommand(),
            new TopCommand(),
            new DiffCommand(),
            new FindingsCommand(),
            new WhyCommand(),
            new ConfirmCommand(),
            new ReportCommand(),
            new IncludeCommand(),
            new RecordCommand(),
            new EditCommand(false),
            new EditCommand(true),
            new BufferCommand(false),
            new BufferCommand(true),
            new EchoCommand(false),
            new EchoCommand(true),
            new SystemCommand(),
            new ChangeDirectoryCommand(),
            new OutputCommand(),
            new CopyCommand(),
            new SendCommand(false),
            new SendCommand(true),
            new SetFromResultCommand(),
            new DescribeResultCommand(),
            new RunResultCommand(),
            new WatchCommand(),
            SwitchCommand.timing(),
            new ConnectCommand(),
            new ConninfoCommand(),
            new ErrorVerboseCommand(),
            new DescribeCommand(),
            new FunctionSourceCommand(),
            psql,
            new BackendsCommand(),
            new ObserveCommand(),
            new TraceCommand(),
            new HeapCommand(),
            new SetCommand(),
            new UnsetCommand(),
            new EnvironmentCommand(false),
            new EnvironmentCommand(true),
            new EncodingCommand(),
            new AskCommand(),
            new PasswordCommand(),
            new CrosstabCommand(),
            new ScenarioCommand(),
            new BackendCommand());

    private static List<ShellCommand> families() {
        return Stream.of(FormatCommand.all(), CatalogCommand.all(), LargeObjectCommand.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<ShellCommand> list(List<ShellCommand> family, ShellCommand... others) {
        return Stream.concat(Stream.of(others), family.stream()).toList();
    }

    List<ShellCommand> list() {
        return list;
    }

    /** The commands of the language itself. */
    public List<CommandEntry> ofLanguage() {
        return Arrays.stream(LanguageCommand.values()).map(CommandEntry::of).toList();
    }

    /** The commands that only the shell has. */
    public List<CommandEntry> ofShell() {
        return list.stream()
                .filter(command -> LanguageCommand.ofName(command.name()).isEmpty())
                .map(CommandEntry::of)
                .toList();
    }

    public Optional<ShellCommand> find(String name) {
        return list.stream()
                .filter(command -> names(command).anyMatch(name::equals))
                .findFirst()
                .or(() -> PsqlCommand.all().anyMatch(name::equals) ? Optional.of(psql) : Optional.empty());
    }

    /** Every name without its backslash. */
    public List<String> names() {
        return list.stream().flatMap(Commands::names).toList();
    }

    /** Those that psql has and memcheck has it do, without what may follow them. */
    public List<String> namesOfPsql() {
        return PsqlCommand.added();
    }

    /** All that can be typed. */
    public List<String> allNames() {
        return Stream.concat(names().stream(), PsqlCommand.all()).distinct().toList();
    }

    /** Runs the commands of a session. */
    public CommandHandler handler(CommandContext context) {
        return new CommandHandler() {
            @Override
            public CommandResult handle(Item.Command command) {
                return run(context, command);
            }

            @Override
            public CommandResult send(Item.Command command, SentStatement statement) {
                return find(command.name())
                        .filter(SendingShellCommand.class::isInstance)
                        .map(SendingShellCommand.class::cast)
                        .map(sender -> guarded(command, () -> sender.send(context, command, statement)))
                        .orElseGet(() -> run(context, command));
            }
        };
    }

    /** Runs a command. The parser lets none but known ones through. */
    public CommandResult run(CommandContext context, Item.Command item) {
        Optional<ShellCommand> command = find(item.name());
        if (command.isEmpty()) {
            return CommandResult.refused("unknown command \\" + item.name() + "; \\? lists the commands");
        }
        if (command.get().synopsis().isEmpty() && !item.rest().isEmpty()) {
            return CommandResult.refused("\\" + item.name() + " takes no argument, found \"" + item.rest() + "\"");
        }
        return guarded(item, () -> command.get().run(context, item));
    }

    private static CommandResult guarded(Item.Command item, Supplier<CommandResult> command) {
        try {
            return command.get();
        } catch (UsageException e) {
            return CommandResult.refused("\\" + item.name() + ": " + e.getMessage());
        }
    }

    private static Stream<String> names(ShellCommand command) {
        return Stream.of(Stream.of(command.name()), command.aliases().stream(), command.bareNames().stream())
                .flatMap(names -> names);
    }
}
