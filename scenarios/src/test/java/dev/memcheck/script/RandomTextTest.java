package dev.memcheck.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What must hold of every text, tried on texts put together at random from parts that matter to the language. */
class RandomTextTest {
    private static final long SEED = 20240229;
    private static final int TEXTS = 200_000;
    private static final Duration ENOUGH = Duration.ofMinutes(2);

    private static final String[] PARTS = {
        "SELECT ",
        "my_fn()",
        "begin",
        "end",
        " ",
        "\n",
        "\r\n",
        ";",
        "'",
        "\"",
        "E'",
        "U&'",
        "$$",
        "$t$",
        "$1",
        "--",
        "/*",
        "*/",
        "(",
        ")",
        "{",
        "}",
        "[",
        "\\",
        "\\\\",
        "\\q",
        "\\expect ",
        "clean",
        "context_leak ",
        "in ",
        "bytes ",
        ">= ",
        "1",
        "kB",
        "99",
        "count ",
        "from ",
        "error ",
        "'22012'",
        "rows ",
        "\\repeat 2\n",
        "\\endrepeat\n",
        "\\warmup 2 ",
        "\\set n ",
        ":n",
        ":'n'",
        ":\"n\"",
        "::",
        ":",
        "\\include ",
        "a.mcs",
        "\\backend preload=x ",
        "help",
        "exit",
        "CREATE FUNCTION f() ",
        "BEGIN ATOMIC ",
        "CASE ",
        "END",
        "TRANSACTION",
        "AS ",
        ".",
        ",",
        "\t",
        "\u0000",
        "\u001b[31m",
        "\uFEFF",
        "ü",
        "\uD83D\uDE00",
        "\uD83D",
        "=",
        "-",
        "9223372036854775807",
        "1e",
        "0x",
        "\u00A0",
        "/*+ h */",
    };

    @Test
    void piecesAndTokensGiveBackTheText() {
        Random random = new Random(SEED);
        assertTimeoutPreemptively(ENOUGH, () -> {
            for (int i = 0; i < TEXTS / 4; i++) {
                String text = text(random);
                List<Piece> pieces = StatementSplitter.split(text);
                assertThat(pieces.stream().map(piece -> piece.in(text)).collect(Collectors.joining()))
                        .isEqualTo(text);
                assertThat(SqlScanner.scan(text).stream()
                                .map(span -> span.in(text))
                                .collect(Collectors.joining()))
                        .isEqualTo(text);
                assertThat(SessionSpans.of(text).stream()
                                .map(span -> span.in(text))
                                .collect(Collectors.joining()))
                        .isEqualTo(text);
            }
        });
    }

    @Test
    void everyTextIsReadOrRefusedWithAPlace() {
        Random random = new Random(SEED + 1);
        int[] outcomes = new int[2];
        assertTimeoutPreemptively(ENOUGH, () -> {
            for (int i = 0; i < TEXTS; i++) {
                String text = text(random);
                StatementSplitter.completeness(text);
                outcomes[isRead(text) ? 1 : 0]++;
            }
        });
        assertThat(outcomes[0]).as("texts refused").isGreaterThan(TEXTS / 10);
        assertThat(outcomes[1]).as("texts read").isGreaterThan(TEXTS / 10);
    }

    @Test
    void aLongTextOnOneLineTakesNoLongerThanItShould() {
        String pair = "begin 'a'; SELECT 1 /* x */; end; ";
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(new SessionParser(Set.of(), IncludeResolver.files()).parse("x", pair.repeat(100_000)))
                        .hasSize(300_000));
    }

    private static boolean isRead(String text) {
        SessionParser parser = new SessionParser(
                Set.of("q", "?"), (file, includer) -> new IncludeResolver.Source(file, "\\include b" + file));
        try {
            parser.parse("x.mcs", text);
            return true;
        } catch (ParseException refused) {
            long lines = text.chars().filter(c -> c == '\n').count() + 1;
            assertThat(refused.position().line())
                    .isBetween(1, refused.position().source().equals("x.mcs") ? (int) lines : 1);
            assertThat(refused.problem()).isNotBlank();
            assertThat(refused.rendering().lines().skip(2).findFirst().orElseThrow())
                    .matches(" *\\^");
            assertThat(refused.rendering().replace("\n", "").chars().noneMatch(Character::isISOControl))
                    .isTrue();
            return false;
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int parts = random.nextInt(14);
        for (int i = 0; i < parts; i++) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        if (text.length() > 0 && random.nextInt(4) == 0) {
            text.deleteCharAt(random.nextInt(text.length()));
        }
        return text.toString();
    }
}
