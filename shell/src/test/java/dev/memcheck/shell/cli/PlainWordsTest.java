package dev.memcheck.shell.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memcheck.shell.out.Streams;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A plain command line means what it means to picocli, and what is not plain is left to that. */
final class PlainWordsTest {
    private final Streams streams = Streams.ofProcess();

    /** Each option of the two commands that are read so, by each of its names: nobody can forget one. */
    @TestFactory
    List<DynamicTest> eachOptionMeansTheSame() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String command : List.of("run", "")) {
            for (OptionSpec option : picocli(command).getCommandSpec().options()) {
                for (String name : option.usageHelp() || option.versionHelp() ? new String[0] : option.names()) {
                    tests.add(DynamicTest.dynamicTest(command + " " + name, () -> agree(line(command, option, name))));
                }
            }
        }
        return tests;
    }

    @Test
    void wholeLinesMeanTheSame() {
        for (String line : List.of(
                "run a b -v --report json=x --report junit --jobs=3 c --color NEVER",
                "run -h host -p 5433 -U me -d base --confirm 0 --shard 1/2 --fail-fast a",
                "-c SELECT -f x.mcs -c end -v A=1 -v B=2 mydb -q",
                "postgresql://me@host/db --play x.mcs")) {
            agree(List.of(line.split(" ")));
        }
    }

    @Test
    void whatIsNotPlainIsLeftToPicocli() {
        for (String line : List.of(
                "run",
                "run --help",
                "run -vq a",
                "run -v -q a",
                "run -v -v a",
                "run --jobs 1 --jobs 2 a",
                "run --jobs many a",
                "run --jobs 12345678901 a",
                "run --save -v a b",
                "run --save --jobs 2 a b",
                "run a --save",
                "run -d @file a",
                "run @file",
                "run -- a",
                "run --unknown a",
                "run --color blue a",
                "run --verbos a",
                "-f -",
                "one two",
                "-h host run a",
                "view x.mcrun",
                "--version")) {
            assertFalse(plain(List.of(line.split(" "))).isPresent(), line);
        }
    }

    private void agree(List<String> line) {
        Optional<Callable<Integer>> plain = plain(line);
        assertTrue(plain.isPresent(), () -> "no plain line: " + line);
        boolean named = line.get(0).equals("run");
        CommandLine picocli = picocli(named ? "run" : "");
        picocli.setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(line.subList(named ? 1 : 0, line.size()).toArray(String[]::new));
        assertEquals(told(picocli.getCommand()), told(plain.get()), line::toString);
    }

    private Optional<Callable<Integer>> plain(List<String> line) {
        return line.get(0).equals(RunCommand.NAME)
                ? RunCommand.plain(line.subList(1, line.size()), streams)
                : MemcheckCommand.plain(line, streams);
    }

    private CommandLine picocli(String command) {
        return new CommandLine(command.isEmpty() ? new MemcheckCommand(streams) : Subcommands.of(command, streams));
    }

    private static List<String> line(String command, OptionSpec option, String name) {
        List<String> line = new ArrayList<>(command.isEmpty() ? List.of() : List.of(command));
        line.add(name);
        if (option.arity().max() > 0) {
            line.add(sample(option));
        }
        line.addAll(command.isEmpty() ? List.of() : List.of("file"));
        return line;
    }

    private static String sample(ArgSpec option) {
        if (option.type().isEnum()) {
            return option.type().getEnumConstants()[1].toString();
        }
        return List.of(int.class, Integer.class).contains(option.type()) ? "4" : "value=4";
    }

    /** All that the option classes hold. */
    private static String told(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(PlainWordsTest::told).toList().toString();
        }
        if (value == null || !value.getClass().getPackage().equals(PlainWords.class.getPackage())) {
            return value instanceof Path path ? path.toString() : String.valueOf(value);
        }
        return Arrays.stream(value.getClass().getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .map(field -> field.getName() + "=" + told(held(field, value)))
                .toList()
                .toString();
    }

    private static Object held(Field field, Object holder) {
        try {
            field.setAccessible(true);
            return field.get(holder);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
