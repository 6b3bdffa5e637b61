package dev.memcheck.shell.batch;

import dev.memcheck.file.OwnFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The submodules of a commit that is checked out apart, each as that commit wants it. They come from those that the repository has already,
 * or else from where {@code .gitmodules} says. The repository's own configuration is not written to.
 */
final class Submodules {
    private final List<Path> filled = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    /**
     * @param checkout of the commit
     * @param repository the directory of git
     */
    static Submodules of(Path checkout, Path repository) {
        Submodules submodules = new Submodules();
        submodules.fill(checkout, repository);
        return submodules;
    }

    /** What could not be had, and why. */
    List<String> missing() {
        return missing;
    }

    /** Takes them away, so that another commit can be checked out. */
    void remove() {
        filled.forEach(OwnFiles::remove);
    }

    private void fill(Path checkout, Path repository) {
        String paths =
                configured(checkout, "--get-regexp", "^submodule\\..*\\.path$").text();
        for (String line : paths.lines().toList()) {
            int end = line.indexOf(".path ");
            if (line.startsWith("submodule.") && end > 0) {
                fill(checkout, repository, line.substring("submodule.".length(), end), line.substring(end + 6));
            }
        }
    }

    private void fill(Path checkout, Path repository, String name, String path) {
        Optional<String> commit = wanted(checkout, path);
        if (commit.isEmpty()) {
            return;
        }
        Path own = repository.resolve("modules").resolve(name);
        String from = Files.isDirectory(own)
                ? own.toString()
                : configured(checkout, "submodule." + name + ".url").text().strip();
        if (from.startsWith(".")) {
            missing.add(name + " is not in this repository: git submodule update --init");
            return;
        }
        Path place = checkout.resolve(path);
        OwnFiles.remove(place);
        filled.add(place);
        Tool had = Tool.run(checkout, "git", "clone", "-q", "--no-checkout", "--", from, place.toString());
        if (had.good()) {
            had = Tool.run(place, "git", "checkout", "-q", "--detach", commit.get());
        }
        if (had.good()) {
            fill(place, own);
        } else {
            missing.add(name + ": " + had.lastLine());
        }
    }

    /** The commit of it; empty if there is no submodule at that path. */
    private static Optional<String> wanted(Path checkout, String path) {
        String[] words =
                Tool.run(checkout, "git", "ls-files", "-s", "--", path).text().split("\\s+");
        return words.length > 1 && words[0].equals("160000") ? Optional.of(words[1]) : Optional.empty();
    }

    private static Tool configured(Path checkout, String... words) {
        List<String> command = new ArrayList<>(List.of("git", "config", "-f", ".gitmodules"));
        command.addAll(List.of(words));
        Tool answer = Tool.run(checkout, command.toArray(String[]::new));
        return answer.good() ? answer : new Tool("", answer.code());
    }
}
