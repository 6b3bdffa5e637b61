package dev.memcheck.shell.command;

import dev.memcheck.backend.Observation;
import dev.memcheck.backend.Observer;
import dev.memcheck.render.text.Style;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.live.LiveTree;
import java.util.Optional;

/** {@code \observe PID}: the tree of another backend, live on the whole screen where there is one, and else printed. */
final class ObserveCommand implements ShellCommand {
    private static final int NONE = 0;

    @Override
    public String name() {
        return "observe";
    }

    @Override
    public String synopsis() {
        return "PID";
    }

    @Override
    public String help() {
        return "watch the context tree of another server process";
    }

    @Override
    public Argument argument() {
        return Argument.BACKEND;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        int pid = NumberArgument.parse(command, "a process id", NONE, Integer.MAX_VALUE);
        if (pid == NONE) {
            return CommandResult.refused("\\observe expects the id of a process; \\backends lists them");
        }
        if (pid == context.runner().backendFacts().pid()) {
            return CommandResult.refused("process " + pid + " is the backend under test: \\tree shows it");
        }
        Observer observer = context.observer();
        Observation first = observer.observe(pid);
        if (first instanceof Observation.Unseen unseen) {
            return CommandResult.refused(unseen.why());
        }
        Optional<LiveTree> liveTree = context.liveTree().filter(LiveTree::isPossible);
        if (liveTree.isPresent()) {
            liveTree.get().open(observer, pid);
        } else {
            Observation.Seen seen = (Observation.Seen) first;
            TreeCommand.print(context, seen.snapshot());
            seen.note().ifPresent(note -> context.screen().say("note: " + note, Style.WARNING));
        }
        return CommandResult.done();
    }
}
