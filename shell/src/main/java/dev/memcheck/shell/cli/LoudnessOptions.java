package dev.memcheck.shell.cli;

import dev.memcheck.shell.out.Loudness;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say how much of a run is printed. */
final class LoudnessOptions {
    private static final class Choice {
        @Option(
                names = {"-v", "--verbose"},
                description = "print everything as it happens: results, trees and verdicts")
        private boolean verbose;

        @Option(
                names = {"-q", "--quiet"},
                description = "print what fails, and nothing where all is well")
        private boolean quiet;
    }

    @ArgGroup
    private Choice choice = new Choice();

    void take(PlainWords words) {
        choice.verbose = words.flag("-v", "--verbose");
        choice.quiet = words.flag("-q", "--quiet");
        if (choice.verbose && choice.quiet) {
            words.giveUp();
        }
    }

    Loudness loudness() {
        if (choice.verbose) {
            return Loudness.ALL;
        }
        return choice.quiet ? Loudness.FAILURES : Loudness.BRIEF;
    }
}
