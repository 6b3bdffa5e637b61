package dev.memcheck.shell.command;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.SampledHeap;
import dev.memcheck.render.table.HeapTable;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.Screen;

/** {@code \heap [PID]}: who holds long-lived memory in a process, from the samples that it keeps. */
final class HeapCommand implements ShellCommand {
    private static final int NONE = 0;

    @Override
    public String name() {
        return "heap";
    }

    @Override
    public String synopsis() {
        return "[PID]";
    }

    @Override
    public String help() {
        return "who holds long-lived memory, from its samples";
    }

    @Override
    public Argument argument() {
        return Argument.BACKEND;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        int pid = NumberArgument.parse(command, "a process id", NONE, Integer.MAX_VALUE);
        SampledHeap heap;
        try {
            heap = SampledHeap.of(
                    context.observer(),
                    pid == NONE ? context.runner().backendFacts().pid() : pid);
        } catch (BackendUnavailableException e) {
            return CommandResult.refused(e.getMessage());
        }
        if (heap.refusal().isPresent()) {
            return CommandResult.refused(heap.refusal().get());
        }
        Screen screen = context.screen();
        screen.say(HeapTable.title(heap));
        HeapTable.print(heap, screen.theme().glyphs(), context.display().expanded(), screen.sink());
        return CommandResult.done();
    }
}
