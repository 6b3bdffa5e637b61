package dev.memcheck.shell.command;

import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.DisplaySettings;
import dev.memcheck.shell.out.UsageException;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Switches a display setting {@code on} or {@code off}; without an argument it turns it over. */
final class SwitchCommand implements ShellCommand {
    private final String name;
    private final String help;
    private final String setting;
    private final Predicate<DisplaySettings> getter;
    private final BiConsumer<DisplaySettings, Boolean> setter;

    private SwitchCommand(
            String name,
            String help,
            String setting,
            Predicate<DisplaySettings> getter,
            BiConsumer<DisplaySettings, Boolean> setter) {
        this.name = name;
        this.help = help;
        this.setting = setting;
        this.getter = getter;
        this.setter = setter;
    }

    /** {@code \timing [on|off]}. */
    static SwitchCommand timing() {
        return new SwitchCommand(
                "timing", "timing of statements", "Timing", DisplaySettings::timing, DisplaySettings::setTiming);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String synopsis() {
        return "[on|off]";
    }

    @Override
    public String help() {
        return help;
    }

    @Override
    public Argument argument() {
        return Argument.ON_OFF;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        boolean on = parse(command, getter.test(context.display()));
        setter.accept(context.display(), on);
        if (!context.display().quiet()) {
            context.screen().say(setting + " is " + (on ? "on." : "off."));
        }
        return CommandResult.done();
    }

    private static boolean parse(Item.Command command, boolean current) {
        List<String> words = command.words();
        if (words.isEmpty()) {
            return !current;
        }
        String word = words.get(0).toLowerCase(Locale.ROOT);
        if (words.size() > 1 || !(word.equals("on") || word.equals("off"))) {
            throw new UsageException("expected on or off, found \"" + command.rest() + "\"");
        }
        return word.equals("on");
    }
}
