package dev.memcheck.shell.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that {@code memcheck} and {@code memcheck run} share. */
final class CommonOptions {
    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private JudgingOptions judging = new JudgingOptions();

    @Mixin
    private ColorOption color = new ColorOption();

    @Option(
            names = {"-?", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    void take(PlainWords words) {
        target.take(words);
        judging.take(words);
        color.take(words);
    }

    ColorOption color() {
        return color;
    }

    TargetOptions target() {
        return target;
    }

    JudgingOptions judging() {
        return judging;
    }
}
