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

    void take(PlainWords words) {
        String named = words.value("--color");
        if (named == null) {
            return;
        }
        for (ColorChoice one : ColorChoice.values()) {
            if (one.name().equalsIgnoreCase(named)) {
                choice = one;
                return;
            }
        }
        words.giveUp();
    }

    /** The streams, printed to as the option says. */
    Streams applied(Streams streams) {
        return streams.colored(choice);
    }
}
