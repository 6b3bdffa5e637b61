package dev.memcheck.render.guide;

import dev.memcheck.script.NearMiss;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A list of things and what there is to know of them, read from a resource. */
public final class Guide {
    private static final String FIELD = "  ";
    private static final String CODE = "    ";
    private static final Pattern PATTERN_SIGNS = Pattern.compile("[*%?]");

    private final List<GuideEntry> entries;

    private Guide(List<GuideEntry> entries) {
        this.entries = entries;
    }

    /** The memory contexts of the server. */
    public static Guide toContexts() {
        return read("contexts.txt");
    }

    /** The kinds of finding, by their {@code check_type}. */
    public static Guide toFindings() {
        return read("findings.txt");
    }

    public List<GuideEntry> entries() {
        return entries;
    }

    /** All names, in the order of the guide. */
    public List<String> names() {
        return entries.stream().flatMap(entry -> entry.names().stream()).toList();
    }

    /**
     * The entries that are meant: the one of this name; or those that a pattern with {@code *}, {@code %} or {@code ?} fits;
     * or those that have the text in a name; or the one whose name the text begins with, as it does where a tree says what a
     * context is of. Case, blanks and punctuation do not count.
     */
    public List<GuideEntry> find(String text) {
        if (PATTERN_SIGNS.matcher(text).find()) {
            return having(pattern(text).asMatchPredicate());
        }
        String wanted = letters(text);
        List<GuideEntry> exact = having(wanted::equals);
        if (!exact.isEmpty() || wanted.isEmpty()) {
            return exact;
        }
        List<GuideEntry> inside = having(name -> name.contains(wanted));
        if (!inside.isEmpty()) {
            return inside;
        }
        // dynahash "CFuncHash" is told of by what follows, where there is something to tell.
        List<GuideEntry> behind = having(name -> wanted.startsWith("dynahash") && wanted.endsWith(name)).stream()
                .filter(entry -> !entry.names().contains("dynahash"))
                .toList();
        return behind.isEmpty() ? having(wanted::startsWith) : behind;
    }

    /** The name that was probably meant; empty if none is near. */
    public Optional<String> near(String text) {
        return NearMiss.of(text, names());
    }

    private List<GuideEntry> having(Predicate<String> name) {
        return entries.stream()
                .filter(entry -> entry.names().stream().map(Guide::letters).anyMatch(name))
                .toList();
    }

    private static Pattern pattern(String text) {
        StringBuilder regex = new StringBuilder();
        for (char sign : text.toCharArray()) {
            regex.append(
                    sign == '?'
                            ? "."
                            : sign == '*' || sign == '%' ? ".*" : Pattern.quote(letters(String.valueOf(sign))));
        }
        return Pattern.compile(regex.toString());
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static Guide read(String resource) {
        try (InputStream in = Guide.class.getResourceAsStream(resource)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    private static Guide parse(String text) {
        List<GuideEntry> entries = new ArrayList<>();
        for (String paragraph : text.split("\n\n")) {
            List<String> lines =
                    paragraph.lines().filter(line -> !line.startsWith("#")).toList();
            if (!lines.isEmpty()) {
                entries.add(
                        new GuideEntry(List.of(lines.get(0).split(" \\| ")), fields(lines.subList(1, lines.size()))));
            }
        }
        return new Guide(entries);
    }

    /** {@code label: text} in a line, or {@code label:} and lines of code below it. */
    private static Map<String, List<String>> fields(List<String> lines) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        List<String> said = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(CODE)) {
                said.add(line.substring(CODE.length()));
            } else {
                int colon = line.indexOf(':');
                said = new ArrayList<>();
                fields.put(line.substring(FIELD.length(), colon), said);
                if (colon + 1 < line.length()) {
                    said.add(line.substring(colon + 1).strip());
                }
            }
        }
        return fields;
    }
}
