package dev.memcheck.shell.out;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class HeldOutputTest {
    private final StringWriter shown = new StringWriter();
    private final HeldOutput output = new HeldOutput(shown);
    private final PrintWriter writer = new PrintWriter(output);

    @Test
    void whatIsPrintedMeanwhileComesWhenItIsReleased() throws IOException {
        print("before\n");
        output.hold();
        print("mean");
        print("while\nand no line end");
        assertThat(shown).hasToString("before\n");

        output.release();
        print(" after\n");

        assertThat(shown).hasToString("before\nmeanwhile\nand no line end after\n");
    }

    @Test
    void itCanBeHeldAgain() throws IOException {
        for (int turn = 1; turn <= 2; turn++) {
            output.hold();
            print(turn + "\n");
            output.release();
        }

        assertThat(shown).hasToString("1\n2\n");
    }

    @Test
    void ofMuchTheEndIsKeptAndThatIsSaid() throws IOException {
        output.hold();
        for (int line = 0; line < 300_000; line++) {
            print("line " + line + "\n");
        }
        output.release();

        assertThat(shown.toString())
                .matches("(?s)\\(\\d+ lines printed before this were not kept\\)\nline \\d+\n.*")
                .endsWith("line 299998\nline 299999\n")
                .hasSizeLessThan(1_100_000);
        long kept = shown.toString().lines().count() - 1;
        assertThat(shown.toString()).startsWith("(" + (300_000 - kept) + " lines");
    }

    private void print(String text) {
        writer.print(text);
        writer.flush();
    }
}
