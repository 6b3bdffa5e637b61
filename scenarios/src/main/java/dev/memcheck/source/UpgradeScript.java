package dev.memcheck.source;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A script that makes a version of an extension.
 *
 * @param from the version that must be there; empty if none may
 * @param to the version that it makes
 */
record UpgradeScript(Path file, Optional<String> from, String to) {
    private static final String SUFFIX = ".sql";
    private static final String SEPARATOR = "--";

    UpgradeScript {
        Objects.requireNonNull(file);
        Objects.requireNonNull(from);
        Objects.requireNonNull(to);
    }

    /** Understands {@code name--1.0.sql} and {@code name--1.0--1.1.sql}. */
    static Optional<UpgradeScript> of(Path file, String extension) {
        String name = file.getFileName().toString();
        String versions = name.substring(0, name.length() - SUFFIX.length());
        if (!versions.startsWith(extension + SEPARATOR)) {
            return Optional.empty();
        }
        String[] parts =
                versions.substring(extension.length() + SEPARATOR.length()).split(SEPARATOR);
        switch (parts.length) {
            case 1:
                return Optional.of(new UpgradeScript(file, Optional.empty(), parts[0]));
            case 2:
                return Optional.of(new UpgradeScript(file, Optional.of(parts[0]), parts[1]));
            default:
                return Optional.empty();
        }
    }

    /** The fewest that lead to a version, in their order; to any version if none is named. */
    static Optional<List<UpgradeScript>> path(List<UpgradeScript> scripts, String version) {
        Deque<List<UpgradeScript>> paths = new ArrayDeque<>();
        Set<String> reached = new HashSet<>();
        scripts.stream().filter(script -> script.from().isEmpty()).forEach(script -> paths.addLast(List.of(script)));
        while (!paths.isEmpty()) {
            List<UpgradeScript> path = paths.removeFirst();
            String last = path.get(path.size() - 1).to();
            if (last.equals(version) || version.isEmpty()) {
                return Optional.of(path);
            }
            if (!reached.add(last)) {
                continue;
            }
            for (UpgradeScript script : scripts) {
                if (script.from().filter(last::equals).isPresent()) {
                    List<UpgradeScript> longer = new ArrayList<>(path);
                    longer.add(script);
                    paths.addLast(longer);
                }
            }
        }
        return Optional.empty();
    }
}
