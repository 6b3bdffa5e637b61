package dev.memcheck.shell.cli;

import dev.memcheck.render.text.ColorChoice;
import dev.memcheck.shell.out.Streams;
import picocli.CommandLine.Option;

/** The option that all commands have that print for people. */
final class ColorOption {
    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "color the output: auto (default: on a terminal, unless NO_COLOR is set), always or never")
    private ColorChoice choice = ColorChoice.AUTO;

    /** The streams, printed to as the option says. */
    Streams applied(Streams streams) {
        return streams.colored(choice);
    }
}
