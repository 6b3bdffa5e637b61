package dev.memcheck.backend;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code begin} was given.
 *
 * @param name name of the window, if it has one
 * @param pattern SQL LIKE pattern of the extension's contexts, if one was given
 * @param json further options as a JSON object, validated by the extension
 */
public record WindowOptions(Optional<String> name, Optional<String> pattern, Optional<String> json) {
    private static final String ALLOWED = "\"allowed_contexts\"";
    private static final Pattern FILLS = Pattern.compile("\"(poison|guard)\"\\s*:(?!\\s*(?:false|null)\\b)");

    /** What keeps findings from being reported, in words that go on from "window 1"; empty if nothing does. */
    public Optional<String> limits() {
        Optional<String> like =
                pattern.map(text -> "looks for leaks only in contexts like '" + text.replace("'", "''") + "'");
        Optional<String> allowed =
                json.filter(text -> text.contains(ALLOWED)).map(text -> "reports no growth in its allowed_contexts");
        return like.isPresent() && allowed.isPresent()
                ? Optional.of(like.get() + " and " + allowed.get())
                : like.or(() -> allowed);
    }

    /** The probe that fills memory that has gone, or closes it; empty if none was asked for. */
    public Optional<String> fillingProbe() {
        return json.map(FILLS::matcher).filter(Matcher::find).map(found -> found.group(1));
    }

    /** The same with a guard that closes what lies before chunks, where one closes what lies behind them. */
    public WindowOptions withOtherEdge() {
        boolean other = fillingProbe().filter("guard"::equals).isPresent()
                && json.filter(text -> text.contains("\"guard_edge\"")).isEmpty();
        return other
                ? new WindowOptions(
                        name, pattern, json.map(text -> text.replaceFirst("\\{", "{\"guard_edge\": \"start\", ")))
                : this;
    }

    public static WindowOptions none() {
        return new WindowOptions(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
