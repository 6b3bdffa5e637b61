package dev.memcheck.shell.manual;

import dev.memcheck.shell.command.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;

/** All files that are made of the command line, by where they belong below a prefix. */
public final class GeneratedFiles {
    private static final String PAGE_OF = "run";

    private GeneratedFiles() {}

    /**
     * Writes them.
     *
     * @param line the program with all its commands
     * @param grammar what there is to say of session files, in Markdown
     * @throws IOException if one cannot be written
     */
    public static void write(CommandLine line, String version, String grammar, Path directory) throws IOException {
        for (Map.Entry<String, String> file : of(line, version, grammar).entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    static Map<String, String> of(CommandLine line, String version, String grammar) {
        CommandLine.Model.CommandSpec root = line.getCommandSpec();
        ManualPages pages = new ManualPages(version);
        Map<String, String> files = new LinkedHashMap<>();
        files.put("share/bash-completion/completions/memcheck", AutoComplete.bash(root.name(), line));
        files.put("share/zsh/site-functions/_memcheck", ZshCompletion.of(root));
        files.put("share/fish/vendor_completions.d/memcheck.fish", FishCompletion.of(root));
        files.put("share/man/man1/memcheck.1", pages.program(root, new Commands()));
        files.put(
                "share/man/man1/memcheck-run.1",
                pages.command(root, root.subcommands().get(PAGE_OF).getCommandSpec()));
        files.put("share/man/man5/mcs.5", pages.language(grammar));
        return files;
    }
}
