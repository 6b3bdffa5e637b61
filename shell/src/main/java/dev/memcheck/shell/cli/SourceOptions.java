package dev.memcheck.shell.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that says where source is. */
final class SourceOptions {
    @Option(
            names = "--source-dir",
            paramLabel = "DIR",
            description =
                    "look here for the source lines of findings, where they are neither in the directory of their build"
                            + " nor in that of the run; repeatable")
    private List<Path> directories = new ArrayList<>();

    void take(PlainWords words) {
        for (String name : words.values("--source-dir")) {
            directories.add(words.pathOf(name));
        }
    }

    List<Path> directories() {
        return directories.stream().map(Path::toAbsolutePath).toList();
    }
}
