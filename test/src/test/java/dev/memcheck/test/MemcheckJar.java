package dev.memcheck.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The built shell, run as its users run it. */
final class MemcheckJar {
    private static final Path JAR =
            Path.of("../shell/target/memcheck.jar").toAbsolutePath().normalize();
    private static final Path SESSIONS = Path.of("sessions").toAbsolutePath();
    private static final long DEADLINE_SECONDS = 600;

    private MemcheckJar() {}

    /** What a run printed, and its exit code. */
    record Run(int exitCode, String out, String err) {}

    /** The command line, to which arguments may be added. */
    static List<String> command(String... arguments) {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException("there is no " + JAR + ": mvn package builds it");
        }
        return withJava(Archive.OPTION, arguments);
    }

    private static List<String> withJava(String option, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", option));
        // As the launcher has it: that an archive does not fit is no matter.
        command.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr", "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Loading classes is a quarter of what each of some hundred runs takes. */
    private static final class Archive {
        static final String OPTION = "-XX:SharedArchiveFile="
                + ClassArchive.of(
                        JAR,
                        (file, session) -> withJava("-XX:ArchiveClassesAtExit=" + file, "run", session.toString()));
    }

    /** Runs it to its end with this text on standard input. */
    static Run run(String input, Path directory, String... arguments) throws IOException, InterruptedException {
        return run(input, directory, Path.of(""), arguments);
    }

    /** Runs it where a person works, without input. */
    static Run runIn(Path working, String... arguments) throws IOException, InterruptedException {
        return run("", working, working, arguments);
    }

    private static Run run(String input, Path directory, Path working, String... arguments)
            throws IOException, InterruptedException {
        Path in = Files.writeString(Files.createTempFile(directory, "stdin", ".mcs"), input);
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command(arguments))
                .directory(working.toAbsolutePath().toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") && !name.equals("PG_CONFIG"));
        Process process = builder.start();
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            process.destroy();
            throw new AssertionError(
                    "not done after " + DEADLINE_SECONDS + " s, and so far:\n" + text(out) + text(err));
        }
        return new Run(process.exitValue(), text(out), text(err));
    }

    /** The transcripts that are replayed at the prompt and as files. */
    static List<Path> sessions() throws IOException {
        try (Stream<Path> files = Files.list(SESSIONS)) {
            return files.filter(file -> file.toString().endsWith(".mcs"))
                    .sorted()
                    .toList();
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
