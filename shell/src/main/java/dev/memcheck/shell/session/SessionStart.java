package dev.memcheck.shell.session;

import dev.memcheck.script.IncludeResolver;
import dev.memcheck.script.Item;
import dev.memcheck.script.ParseException;
import dev.memcheck.script.SessionParser;
import dev.memcheck.script.Variables;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.out.UsageException;
import java.util.ArrayList;
import java.util.List;

/** What a session has before its first text: a parser, and what the command line sets. */
public final class SessionStart {
    private static final String SETTING = "-v";

    private final SessionParser parser;
    private final List<Item> settings = new ArrayList<>();

    public SessionStart(Commands commands) {
        parser = new SessionParser(commands.allNames(), IncludeResolver.files());
    }

    public SessionParser parser() {
        return parser;
    }

    /** What is to be run before anything else. */
    public List<Item> settings() {
        return List.copyOf(settings);
    }

    /**
     * Does what {@code \set} does.
     *
     * @throws UsageException if there can be no such variable
     * @throws ParseException if it is one that memcheck reads, and cannot have this value
     */
    public void set(String name, String value) {
        if (!Variables.isName(name)) {
            throw new UsageException(
                    SETTING + ": no name for a variable: \"" + name + "\", expected letters, digits and underscores");
        }
        if (value.lines().count() <= 1) {
            parser.parse(SETTING, "\\set " + name + " '" + value.replace("'", "''") + "'").stream()
                    .filter(item -> !(item instanceof Item.Command))
                    .forEach(settings::add);
        }
        parser.variables().set(name, value);
    }

    public void unset(String name) {
        parser.variables().unset(name);
    }

    /**
     * A text that runs after {@link #settings} have.
     *
     * @throws ParseException if it cannot be read
     */
    public SessionScript later(IncludeResolver.Source text) {
        return new SessionScript(text.name(), parser, parser.parse(List.of(text)));
    }

    /**
     * Texts that are read one after the other and run as one.
     *
     * @param name of them together
     * @throws ParseException if one of them cannot be read
     */
    public SessionScript script(String name, List<IncludeResolver.Source> texts) {
        List<Item> items = new ArrayList<>(settings);
        items.addAll(parser.parse(texts));
        return new SessionScript(name, parser, items);
    }
}
