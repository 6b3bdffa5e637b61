package dev.memcheck.render.words;

import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.Frame;
import dev.memcheck.finding.Site;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Files of a finding's owner and stacks as a person who works in a directory names them. */
public final class ShortPaths {
    private final List<String> prefixes;

    /** @param directories absolute ones; what lies below the first that fits is named from there */
    public ShortPaths(List<Path> directories) {
        prefixes = directories.stream()
                .map(directory -> directory.normalize() + "/")
                .filter(prefix -> prefix.startsWith("/"))
                .toList();
    }

    /** The same finding, told for people; as it is where no file of it is below the directories. */
    public Finding of(Finding finding) {
        Site site = finding.site();
        return finding.toBuilder()
                .site(new Site(
                        site.library(),
                        site.symbol(),
                        site.sourceFile().map(this::relative),
                        site.sourceLine(),
                        frames(site.stack())))
                .set(FindingColumn.FREED_STACK, frames(finding.freedStack()))
                .set(FindingColumn.MADE_STACK, frames(finding.madeStack()))
                .build();
    }

    private List<String> frames(List<String> stack) {
        return stack.stream().map(this::frame).toList();
    }

    private String frame(String text) {
        Frame frame = Frame.of(text);
        Optional<String> place = frame.place().map(this::relative);
        return place.equals(frame.place()) ? text : new Frame(frame.symbol(), frame.library(), place).toString();
    }

    private String relative(String path) {
        return prefixes.stream()
                .filter(prefix -> path.startsWith(prefix) && path.length() > prefix.length())
                .findFirst()
                .map(prefix -> path.substring(prefix.length()))
                .orElse(path);
    }
}
