package dev.memcheck.shell.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.render.view.ViewInput;
import dev.memcheck.render.view.ViewInput.Button;
import dev.memcheck.render.view.ViewInput.Code;
import dev.memcheck.render.view.ViewInput.Key;
import dev.memcheck.render.view.ViewInput.Mouse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.NonBlockingReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyDecoderTest {
    private static final String ESCAPE = "\u001b";

    @ParameterizedTest
    @CsvSource({
        "[A, UP",
        "[B, DOWN",
        "[C, RIGHT",
        "[D, LEFT",
        "[H, HOME",
        "[F, END",
        "OA, UP",
        "OB, DOWN",
        "OC, RIGHT",
        "OD, LEFT",
        "OH, HOME",
        "OF, END",
        "OM, ENTER",
        "[1~, HOME",
        "[7~, HOME",
        "[4~, END",
        "[8~, END",
        "[3~, DELETE",
        "[5~, PAGE_UP",
        "[6~, PAGE_DOWN",
        "[1;5A, UP",
        "[1;2H, HOME",
        "[5;3~, PAGE_UP"
    })
    void aSequenceIsOneKeyHoweverItIsSplit(String sequence, Code code) throws IOException {
        for (int split = 1; split <= sequence.length(); split++) {
            String text = ESCAPE + sequence;
            List<ViewInput> decoded =
                    decode(false, text.substring(0, split) + Script.SHORT + text.substring(split) + "x");

            assertThat(decoded).containsExactly(Key.of(code), Key.of('x'));
        }
    }

    @ParameterizedTest
    @CsvSource({"13, ENTER", "10, ENTER", "9, TAB", "127, BACKSPACE", "8, BACKSPACE", "3, INTERRUPT", "12, REDRAW"})
    void aControlCharacterIsAKey(int character, Code code) throws IOException {
        assertThat(decode(false, "" + (char) character)).containsExactly(Key.of(code));
    }

    @Test
    void anEscapeThatNothingFollowsInTimeIsTheKey() throws IOException {
        assertThat(decode(false, ESCAPE + Script.LONG + "[A"))
                .containsExactly(Key.of(Code.ESCAPE), Key.of('['), Key.of('A'));
        assertThat(decode(false, ESCAPE)).containsExactly(Key.of(Code.ESCAPE));
        assertThat(decode(false, ESCAPE + ESCAPE + "[A")).containsExactly(Key.of(Code.ESCAPE), Key.of(Code.UP));
    }

    @Test
    void whatFollowsAnEscapeIsLeftWhereItIs() throws IOException {
        Script reader = new Script(ESCAPE + "SELECT");
        KeyDecoder decoder = new KeyDecoder(reader, () -> false);

        assertThat(decoder.read(1)).contains(Key.of(Code.ESCAPE));
        assertThat(reader.rest()).isEqualTo("SELECT");
    }

    @Test
    void charactersBeyondTheFirstPlaneAreOneKey() throws IOException {
        assertThat(decode(false, "\u00e9\u65e5\ud83d\ude00"))
                .containsExactly(Key.of(0xE9), Key.of(0x65E5), Key.of(0x1F600));
        assertThat(decode(false, "\ud83dx\ude00")).as("halves").isEmpty();
    }

    @Test
    void theMouseTellsButtonAndCell() throws IOException {
        assertThat(decode(
                        false,
                        ESCAPE + "[<0;12;3M" + ESCAPE + "[<0;12;3m" + ESCAPE + "[<64;1;1M" + ESCAPE + "[<69;1;1M"))
                .containsExactly(
                        new Mouse(Button.LEFT, 2, 11),
                        new Mouse(Button.WHEEL_UP, 0, 0),
                        new Mouse(Button.WHEEL_DOWN, 0, 0));
        assertThat(decode(false, ESCAPE + "[<2;1;1M" + ESCAPE + "[<0;;M" + ESCAPE + "[M !!j"))
                .containsExactly(Key.of('j'));
    }

    @Test
    void aPasteIsTextWhereTextIsTypedAndNothingElsewhere() throws IOException {
        String paste = ESCAPE + "[200~q\rC" + ESCAPE + "[201~j";

        assertThat(decode(true, paste)).containsExactly(Key.of('q'), Key.of(' '), Key.of('C'), Key.of('j'));
        assertThat(decode(false, paste)).containsExactly(Key.of('j'));
    }

    @Test
    void whatMeansNothingIsPassedOver() throws IOException {
        assertThat(decode(false, ESCAPE + "[[Aj" + ESCAPE + "[15~k" + ESCAPE + "[Zl" + ESCAPE + "[?1;2cm\u0001\u001ax"))
                .containsExactly(Key.of('j'), Key.of('k'), Key.of('l'), Key.of('m'), Key.of('x'));
    }

    @Test
    void theEndOfTheTerminalIsTold() throws IOException {
        KeyDecoder decoder = new KeyDecoder(new Script(""), () -> false);

        assertThat(decoder.read(1)).isEmpty();
        assertThat(decoder.isEnded()).isTrue();
    }

    private static List<ViewInput> decode(boolean typing, String text) throws IOException {
        KeyDecoder decoder = new KeyDecoder(new Script(text), () -> typing);
        List<ViewInput> decoded = new ArrayList<>();
        while (!decoder.isEnded()) {
            decoder.read(1).ifPresent(decoded::add);
        }
        return decoded;
    }

    /** Gives characters with pauses between them, without letting time pass. */
    private static final class Script extends NonBlockingReader {
        /** A pause that a sequence may have inside. */
        static final char SHORT = '\u2400';

        /** A pause that ends a sequence. */
        static final char LONG = '\u2401';

        private final StringBuilder text;

        Script(String text) {
            this.text = new StringBuilder(text);
        }

        String rest() {
            return text.toString();
        }

        @Override
        protected int read(long timeout, boolean isPeek) {
            while (text.indexOf(String.valueOf(SHORT)) == 0) {
                text.deleteCharAt(0);
            }
            if (text.length() == 0) {
                return EOF;
            }
            char next = text.charAt(0);
            if (next == LONG) {
                text.deleteCharAt(0);
                return READ_EXPIRED;
            }
            if (!isPeek) {
                text.deleteCharAt(0);
            }
            return next;
        }

        @Override
        public int readBuffered(char[] buffer, int offset, int length, long timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
