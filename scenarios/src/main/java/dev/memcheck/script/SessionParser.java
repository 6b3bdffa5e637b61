package dev.memcheck.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads session texts into items. One parser serves one session: what {@code \set} said in one text holds in the next,
 * so a prompt parses line after line with the same parser.
 */
public final class SessionParser {
    private final SharedByTexts shared;
    private Supplier<Standing> standing = Standing::fresh;

    /**
     * @param commands names of all commands that the caller runs, without the backslash; those of the language need not
     *     be among them
     * @param includes finds what {@code \include} names
     */
    public SessionParser(Collection<String> commands, IncludeResolver includes) {
        shared = new SharedByTexts(commands, includes);
    }

    /**
     * Reads a text. Its last statement needs no semicolon.
     *
     * @param name where the text comes from, for positions
     * @throws ParseException at the first place that cannot be read
     */
    public List<Item> parse(String name, String text) {
        return parse(List.of(new IncludeResolver.Source(name, text)));
    }

    /**
     * Reads texts that run one after the other, as if one file included them all.
     *
     * @throws ParseException at the first place that cannot be read
     */
    public List<Item> parse(List<IncludeResolver.Source> texts) {
        shared.beginText(standing);
        List<Item> items = new ArrayList<>();
        for (IncludeResolver.Source text : texts) {
            ArrayDeque<String> names = new ArrayDeque<>();
            names.push(text.name());
            new SourceReader(shared, new SourceText(text.name(), text.text()), names, items).read();
        }
        return List.copyOf(items);
    }

    /** Asks this where the session stands, as each text begins: that of a file begins with nothing. */
    public void standsAt(Supplier<Standing> known) {
        standing = known;
    }

    /** Where a person types the data of a {@code COPY ... FROM STDIN} that ends the text of a name. */
    public void asksFor(Function<String, Optional<TypedData>> data) {
        shared.asksFor(data);
    }

    /** The variables of the session. */
    public Variables variables() {
        return shared.variables();
    }
}
