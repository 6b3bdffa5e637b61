package dev.memcheck.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code Cargo.toml} says, as far as it takes to build an extension: its keys by their full names, such as
 * {@code package.version} and {@code dependencies.pgrx.version}, with their values as they are written. Of what TOML can say
 * it reads tables, keys, strings, and arrays and tables in one value.
 */
final class CargoManifest {
    private static final Pattern TABLE = Pattern.compile("\\s*\\[([^\\[\\]]+)]\\s*(#.*)?");
    private static final Pattern KEY = Pattern.compile("\\s*([\\w.\"'-]+)\\s*=\\s*(.*)");
    private static final Pattern STRING = Pattern.compile("\"([^\"]*)\"|'([^']*)'");
    private static final Pattern INLINE =
            Pattern.compile("([\\w-]+(?:\\.[\\w-]+)*)\\s*=\\s*(\"[^\"]*\"|'[^']*'|[\\w.]+)");

    private final Map<String, String> values = new LinkedHashMap<>();

    private CargoManifest() {}

    static CargoManifest of(String toml) {
        CargoManifest manifest = new CargoManifest();
        String table = "";
        StringBuilder open = new StringBuilder();
        for (String line : toml.lines().toList()) {
            Matcher header = TABLE.matcher(line);
            if (open.length() == 0 && header.matches()) {
                table = plain(header.group(1).replace(" ", "")) + ".";
                continue;
            }
            open.append(line).append('\n');
            if (isComplete(open)) {
                manifest.key(table, open.toString());
                open.setLength(0);
            }
        }
        return manifest;
    }

    /** An array may go on over lines. */
    private static boolean isComplete(CharSequence text) {
        String outside = STRING.matcher(text).replaceAll("").replaceAll("#.*", "");
        return outside.chars().filter(c -> c == '[').count()
                == outside.chars().filter(c -> c == ']').count();
    }

    private void key(String table, String text) {
        Matcher key = Pattern.compile(KEY.pattern(), Pattern.DOTALL).matcher(text);
        if (!key.matches()) {
            return;
        }
        String name = table + plain(key.group(1));
        String value = key.group(2).strip();
        values.put(name, value);
        if (value.startsWith("{")) {
            Matcher inner = INLINE.matcher(value);
            while (inner.find()) {
                values.put(name + "." + inner.group(1), inner.group(2));
            }
        }
    }

    private static String plain(String name) {
        return name.replaceAll("[\"']", "");
    }

    /** A string; empty if there is none of this name. */
    Optional<String> string(String name) {
        return strings(name).stream().findFirst();
    }

    /** The strings of an array. */
    List<String> strings(String name) {
        List<String> found = new ArrayList<>();
        Matcher matcher = STRING.matcher(values.getOrDefault(name, "").replaceAll("(?m)^\\s*#.*", ""));
        while (matcher.find()) {
            found.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return found;
    }

    /** Whether there is such a key, or table. */
    boolean has(String name) {
        return values.keySet().stream().anyMatch(key -> key.equals(name) || key.startsWith(name + "."));
    }

    /** The names of what stands in a table. */
    List<String> keysOf(String table) {
        return values.keySet().stream()
                .filter(key -> key.startsWith(table + "."))
                .map(key -> key.substring(table.length() + 1))
                .toList();
    }
}
