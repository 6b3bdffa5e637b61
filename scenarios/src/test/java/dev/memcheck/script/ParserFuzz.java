package dev.memcheck.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Feeds the parser texts that are almost session files. Each must be read, or refused with a place in it; its pieces in a
 * row must give it back; and none may take long.
 */
final class ParserFuzz {
    private static final long LONGEST_NANOS = 10_000_000_000L;
    private static final int WATCH_MILLIS = 500;
    private static final Set<String> COMMANDS = Set.of("q", "?", "tree", "findings", "confirm", "i", "record");

    private final List<String> corpus;
    private final AtomicLong startedNanos = new AtomicLong();
    private volatile String current = "";
    private long read;
    private long refused;
    private long longestNanos;

    /** @param root the repository, whose session files are the corpus */
    ParserFuzz(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            corpus = files.filter(file -> file.toString().endsWith(".mcs"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .map(ParserFuzz::text)
                    .toList();
        }
    }

    /** Prints the figures; exits with 1 after the first text that breaks a rule. */
    public static void main(String[] arguments) throws IOException {
        ParserFuzz fuzz = new ParserFuzz(Path.of(arguments[0]));
        int texts = Integer.parseInt(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        new Timer("watch", true).schedule(task(fuzz::watch), WATCH_MILLIS, WATCH_MILLIS);
        long start = System.nanoTime();
        try {
            fuzz.run(texts, seed);
        } catch (RuntimeException | Error broken) {
            System.out.println("MISSED: " + broken + " with seed " + seed + " on this text:\n" + fuzz.current);
            broken.printStackTrace(System.out);
            System.exit(1);
        }
        System.out.printf("%,d session files, seed %d%n", fuzz.corpus.size(), seed);
        System.out.printf(
                "met: %,d mutated texts in %.0f s: %,d read, %,d refused with a place, longest %.0f ms; bar: none crashes or"
                        + " hangs%n",
                texts, (System.nanoTime() - start) / 1e9, fuzz.read, fuzz.refused, fuzz.longestNanos / 1e6);
    }

    private static TimerTask task(Runnable what) {
        return new TimerTask() {
            @Override
            public void run() {
                what.run();
            }
        };
    }

    /** Tries so many texts. */
    void run(int texts, long seed) {
        TextMutator mutator = new TextMutator(corpus, seed);
        for (int i = 0; i < texts; i++) {
            current = mutator.next();
            long start = System.nanoTime();
            startedNanos.set(start);
            check(current);
            longestNanos = Math.max(longestNanos, System.nanoTime() - start);
        }
        startedNanos.set(0);
    }

    /** How many texts were read. */
    long read() {
        return read;
    }

    /** How many texts were refused. */
    long refused() {
        return refused;
    }

    int corpusSize() {
        return corpus.size();
    }

    private void check(String text) {
        List<Piece> pieces = StatementSplitter.split(text);
        require(text.equals(pieces.stream().map(piece -> piece.in(text)).collect(Collectors.joining())), "pieces");
        require(
                text.equals(SessionSpans.of(text).stream()
                        .map(span -> span.in(text))
                        .collect(Collectors.joining())),
                "spans");
        StatementSplitter.completeness(text);
        IncludeResolver includes = (file, includer) -> {
            if (includer.length() > 20) {
                throw new IOException("there is no such file");
            }
            return new IncludeResolver.Source(
                    includer + "+", corpus.get(new Random(file.hashCode()).nextInt(corpus.size())));
        };
        try {
            new SessionParser(COMMANDS, includes).parse("fuzz.mcs", text);
            read++;
        } catch (ParseException refusal) {
            require(refusal.position().line() >= 1 && refusal.position().column() >= 1, "position");
            require(refusal.rendering().contains("^") && !refusal.problem().isBlank(), "rendering");
            refused++;
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("the " + what + " are wrong");
        }
    }

    /** Called again and again beside the texts: a parser that hangs tells nobody by itself. */
    private void watch() {
        long started = startedNanos.get();
        if (started != 0 && System.nanoTime() - started > LONGEST_NANOS) {
            System.out.println("MISSED: no end after 10 s on this text:\n" + current);
            Runtime.getRuntime().halt(1);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
