package dev.memcheck.outside;

import dev.memcheck.snapshot.ContextKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Where one build of the server keeps what: a column of the table {@code layouts.txt}. */
final class Layout {
    private static final String CHECKING = "c";

    private final String name;
    private final Map<String, Integer> values;

    private Layout(String name, Map<String, Integer> values) {
        this.name = name;
        this.values = values;
    }

    /** The column, as in {@code 15} or {@code 15c}. */
    String name() {
        return name;
    }

    /** The builds of a major version that the table has; none for a version that it does not know. */
    static List<Layout> ofMajor(int major) {
        String plain = String.valueOf(major);
        return table().stream()
                .filter(layout -> layout.name.equals(plain) || layout.name.equals(plain + CHECKING))
                .toList();
    }

    /** The versions that the table has, in a sentence. */
    static String known() {
        List<Layout> all = table();
        return all.get(0).name + " to " + all.get(all.size() - 1).name.replace(CHECKING, "");
    }

    /** A number that every build has. */
    int at(String field) {
        return find(field)
                .orElseThrow(() -> new IllegalStateException("the table has no " + field + " for version " + name));
    }

    OptionalInt find(String field) {
        Integer value = values.get(field);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static List<Layout> table() {
        List<Layout> columns = new ArrayList<>();
        try (InputStream in = Layout.class.getResourceAsStream("layouts.txt");
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                List<String> words = Arrays.asList(line.strip().split("\\s+"));
                if (line.startsWith("#") || words.size() < 2) {
                    continue;
                }
                if (columns.isEmpty()) {
                    words.stream().skip(1).forEach(word -> columns.add(new Layout(word, new HashMap<>())));
                    continue;
                }
                for (int i = 0; i < columns.size(); i++) {
                    if (!words.get(i + 1).equals("-")) {
                        columns.get(i).values.put(words.get(0), Integer.valueOf(words.get(i + 1)));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("layouts.txt cannot be read", e);
        }
        return columns;
    }

    /** The kinds by their node tag. */
    Map<Integer, ContextKind> kinds() {
        Map<Integer, ContextKind> kinds = new LinkedHashMap<>();
        find("tag.allocset").ifPresent(tag -> kinds.put(tag, ContextKind.ALLOC_SET));
        find("tag.generation").ifPresent(tag -> kinds.put(tag, ContextKind.GENERATION));
        find("tag.slab").ifPresent(tag -> kinds.put(tag, ContextKind.SLAB));
        find("tag.bump").ifPresent(tag -> kinds.put(tag, ContextKind.BUMP));
        return kinds;
    }
}
