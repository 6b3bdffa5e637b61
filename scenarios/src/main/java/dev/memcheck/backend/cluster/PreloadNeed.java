package dev.memcheck.backend.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out that an extension's library must be loaded when the server starts, which the server or the library says as an error or a warning. */
final class PreloadNeed {
    private static final String PRELOAD = "shared_preload_libraries";
    private static final Pattern COMPLAINT = Pattern.compile("(?s).*\\] (?:ERROR|FATAL|WARNING):  .*(?:" + PRELOAD
            + "|cannot create PGC_POSTMASTER variables after startup).*");
    /** Asked for before anything has loaded the library that would define it. */
    private static final Pattern UNKNOWN_SETTING =
            Pattern.compile("(?s).*\\] ERROR:  unrecognized configuration parameter \"([\\w-]+)\\..*");

    private static final Pattern REQUIRES = Pattern.compile("(?m)^\\s*requires\\s*=\\s*'([^']*)'");

    private PreloadNeed() {}

    /**
     * The errors and warnings that say so.
     *
     * @param lines of the server's log; what goes on in further lines is indented by a tab there
     * @param subject whose settings are not known before it is loaded
     */
    static List<String> complaints(List<String> lines, RegressionSubject subject) {
        List<String> entries = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("\t") && !entries.isEmpty()) {
                entries.set(entries.size() - 1, entries.get(entries.size() - 1) + "\n" + line);
            } else {
                entries.add(line);
            }
        }
        return entries.stream()
                .filter(entry -> COMPLAINT.matcher(entry).matches() || isOwnSetting(entry, subject))
                .toList();
    }

    private static boolean isOwnSetting(String entry, RegressionSubject subject) {
        Matcher unknown = UNKNOWN_SETTING.matcher(entry);
        return unknown.matches() && subject.libraries().contains(unknown.group(1));
    }

    /**
     * The libraries to load: those that its extensions require and that speak of it, those that a complaint names, then its own.
     *
     * @param complaints of the server's log
     * @param libraries directory of the server's libraries
     * @param extensions directory of its control files
     */
    static List<String> libraries(List<String> complaints, RegressionSubject subject, Path libraries, Path extensions)
            throws IOException {
        Set<String> all = new LinkedHashSet<>();
        for (String extension : subject.extensions()) {
            for (String required : required(extensions.resolve(extension + ".control"))) {
                Path library = libraries.resolve(required + ".so");
                if (Files.isRegularFile(library) && text(library).contains(PRELOAD)) {
                    all.add(required);
                }
            }
        }
        for (String complaint : complaints) {
            for (String word : complaint.split("[^\\w-]+")) {
                Path library = libraries.resolve(word + ".so");
                if (!word.isEmpty()
                        && !subject.libraries().contains(word)
                        && Files.isRegularFile(library)
                        && text(library).contains(PRELOAD)) {
                    all.add(word);
                }
            }
        }
        subject.libraries().stream()
                .sorted()
                .filter(library -> Files.isRegularFile(libraries.resolve(library + ".so")))
                .forEach(all::add);
        return new ArrayList<>(all);
    }

    private static List<String> required(Path control) throws IOException {
        Matcher requires = REQUIRES.matcher(Files.isRegularFile(control) ? text(control) : "");
        return requires.find() ? List.of(requires.group(1).strip().split("\\s*,\\s*")) : List.of();
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
