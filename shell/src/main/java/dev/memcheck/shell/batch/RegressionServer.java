package dev.memcheck.shell.batch;

import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.backend.cluster.RegressionSubject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the server of a suite is to have: the settings of the configuration file that the Makefile names or, where it names none, of the one
 * file beside it that preloads the extension.
 *
 * @param settings by name
 * @param notes where they are from, if the Makefile does not say
 */
public record RegressionServer(Map<String, String> settings, List<String> notes) {
    private static final String PRELOAD = "shared_preload_libraries";
    private static final Pattern PLAIN = Pattern.compile("[\\w.,+-]+");
    private static final Pattern SETTING =
            Pattern.compile("\\s*([\\w.]+)\\s*[= ]\\s*(?:'((?:[^']|'')*)'|([^#\\s]+)).*");

    /** What a server of pg_regress has and a private one has not, and what a test of logical decoding cannot do without. */
    private static final Map<String, String> USUAL = Map.of(
            "max_prepared_transactions", "2", "wal_level", "logical", "autovacuum", "on", "max_worker_processes", "8");

    public RegressionServer {
        settings = new LinkedHashMap<>(settings);
        notes = List.copyOf(notes);
    }

    static RegressionServer read(Path directory, List<String> named, RegressionSubject subject) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String name : named) {
            // Where a path leads nowhere, as into the server's source, its last part counts.
            Path whole = directory.resolve(name);
            settings.putAll(of(Files.isRegularFile(whole) ? whole : directory.resolve(whole.getFileName())));
        }
        List<Path> beside = named.isEmpty() ? preloading(directory, subject) : List.of();
        if (beside.size() != 1) {
            return of(settings, List.of());
        }
        return of(
                of(beside.get(0)),
                List.of("the server has the settings of " + beside.get(0).getFileName()));
    }

    /** A private server writes its log where memcheck reads it, and listens to nobody else. */
    private static RegressionServer of(Map<String, String> settings, List<String> notes) {
        Map<String, String> taken = new LinkedHashMap<>(settings);
        taken.keySet().removeIf(PrivateClusterOptions::isOwnSetting);
        List<String> left = settings.keySet().stream()
                .filter(PrivateClusterOptions::isOwnSetting)
                .toList();
        List<String> all = new ArrayList<>(notes);
        if (!left.isEmpty()) {
            all.add("not set, since a private server has its own: " + String.join(", ", left));
        }
        return new RegressionServer(taken, all);
    }

    private static List<Path> preloading(Path directory, RegressionSubject subject) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : SuiteHome.files(directory)) {
            if (file.toString().endsWith(".conf")
                    && libraries(of(file)).stream().anyMatch(subject.libraries()::contains)) {
                found.add(file);
            }
        }
        return found;
    }

    private static List<String> libraries(Map<String, String> settings) {
        return Stream.of(settings.getOrDefault(PRELOAD, "").split("\\s*,\\s*"))
                .filter(library -> !library.isEmpty())
                .toList();
    }

    private static Map<String, String> of(Path file) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        if (Files.isRegularFile(file)) {
            for (String line :
                    Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
                Matcher setting = SETTING.matcher(line);
                if (!line.isBlank() && !line.strip().startsWith("#") && setting.matches()) {
                    String quoted = setting.group(2);
                    settings.put(setting.group(1), quoted == null ? setting.group(3) : quoted.replace("''", "'"));
                }
            }
        }
        return settings;
    }

    /** One that has nothing of its own. */
    public static RegressionServer usual() {
        return new RegressionServer(Map.of(), List.of());
    }

    /** The libraries that it loads when it starts. */
    List<String> preload() {
        return libraries(settings);
    }

    /** Its other settings, without those that cannot be a word of {@code \\backend}. */
    Map<String, String> plain() {
        Map<String, String> plain = new LinkedHashMap<>(settings);
        plain.remove(PRELOAD);
        plain.values().removeIf(value -> !PLAIN.matcher(value).matches());
        return plain;
    }

    /** In words of {@code \\backend}. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        preload().forEach(library -> words.add("preload=" + library));
        plain().forEach((name, value) -> words.add("setting=" + name + "=" + value));
        return words;
    }

    /** The cluster that the suite wants; what the user asks for comes first. */
    public PrivateClusterOptions shape(PrivateClusterOptions options) {
        PrivateClusterOptions shaped = options;
        Map<String, String> all = new LinkedHashMap<>(USUAL);
        all.putAll(settings);
        all.putAll(options.settings());
        for (Map.Entry<String, String> setting : all.entrySet()) {
            if (!setting.getKey().equals(PRELOAD)) {
                shaped = shaped.withSetting(setting.getKey(), setting.getValue());
            }
        }
        for (String library : libraries(settings)) {
            if (!shaped.preload().contains(library)) {
                shaped = shaped.withPreload(library);
            }
        }
        return shaped;
    }
}
