package dev.memcheck.shell.cli;

import dev.memcheck.shell.out.Streams;
import java.util.List;

/** The words that may come first on the command line, and what each of them calls. */
public final class Subcommands {
    public static final List<String> NAMES = List.of(
            RunCommand.NAME,
            PgregressCommand.NAME,
            ViewCommand.NAME,
            CompareCommand.NAME,
            MergeCommand.NAME,
            ProcessTreeCommand.NAME,
            TraceProcessCommand.NAME,
            ProcessHeapCommand.NAME,
            BisectCommand.NAME,
            InitCommand.NAME,
            ContractCommand.NAME,
            DemoCommand.NAME,
            DoctorCommand.NAME);

    private Subcommands() {}

    /** The command that a name calls, for picocli to give it its options. */
    public static Object of(String name, Streams streams) {
        return switch (name) {
            case RunCommand.NAME -> new RunCommand(streams);
            case PgregressCommand.NAME -> new PgregressCommand(streams);
            case ViewCommand.NAME -> new ViewCommand(streams);
            case CompareCommand.NAME -> new CompareCommand(streams);
            case MergeCommand.NAME -> new MergeCommand(streams);
            case ProcessTreeCommand.NAME -> new ProcessTreeCommand(streams);
            case TraceProcessCommand.NAME -> new TraceProcessCommand(streams);
            case ProcessHeapCommand.NAME -> new ProcessHeapCommand(streams);
            case BisectCommand.NAME -> new BisectCommand(streams);
            case InitCommand.NAME -> new InitCommand(streams);
            case ContractCommand.NAME -> new ContractCommand(streams);
            case DemoCommand.NAME -> new DemoCommand(streams);
            case DoctorCommand.NAME -> new DoctorCommand(streams);
            default -> throw new IllegalArgumentException("there is no command " + name);
        };
    }
}
