package dev.memcheck.render.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.render.Golden;
import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.view.ViewInput.Code;
import dev.memcheck.snapshot.SnapshotDrawing;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whole screens, narrow and wide. */
class TreeViewPictureTest {
    @Test
    void narrow() throws IOException {
        Golden.check(getClass(), "narrow", narrowTalk().screen());
    }

    @Test
    void wide() throws IOException {
        Golden.check(getClass(), "wide", wideTalk().screen());
    }

    /** The narrowest screen with details beside the lists. */
    @Test
    void middling() throws IOException {
        Golden.check(getClass(), "middling", new ViewTalk(SampleSession.host(), 100, 30, Glyphs.unicode()).screen());
    }

    @Test
    void narrowInAscii() throws IOException {
        Golden.check(getClass(), "ascii", new ViewTalk(SampleSession.host(), 80, 24).screen());
    }

    @Test
    void theFindingInFull() throws IOException {
        Golden.check(getClass(), "finding", narrowTalk().press(Code.TAB).screen());
    }

    @Test
    void theListOfStatements() throws IOException {
        Golden.check(getClass(), "statements", wideTalk().type("T").screen());
    }

    @Test
    void help() throws IOException {
        Golden.check(getClass(), "help", wideTalk().type("?").screen());
    }

    @Test
    void helpOnASmallScreen() throws IOException {
        Golden.check(getClass(), "small-help", narrowTalk().type("?").screen());
    }

    @Test
    void aRunningStatement() throws IOException {
        ViewTalk talk = narrowTalk();
        talk.type("L");
        talk.host.running = Optional.of("SELECT leak_context() FROM generate_series(1, 1000000)");
        talk.host.see(SnapshotDrawing.of(6, """
                TopMemoryContext 90128/102400
                  CacheMemoryContext 510000/1048576
                  MessageContext 2000/8192 statement
                  PortalContext 1000/1024 statement
                    ExecutorState 7000000/9437184
                """));
        talk.after(0).after(3_400);
        Golden.check(getClass(), "running", talk.screen());
    }

    @Test
    void aResizedScreenIsAsIfItHadBeenOfThatSizeAllAlong() throws IOException {
        ViewTalk grown = narrowTalk();
        grown.view.resize(200, 60);
        assertThat(grown.screen()).isEqualTo(wideTalk().screen());
        ViewTalk shrunk = wideTalk();
        shrunk.view.resize(80, 24);
        assertThat(shrunk.screen()).isEqualTo(narrowTalk().screen());
    }

    @Test
    void nothingYet() throws IOException {
        Golden.check(getClass(), "nothing", new ViewTalk(new HandHost(), 80, 24, Glyphs.unicode()).screen());
    }

    private static ViewTalk narrowTalk() {
        return new ViewTalk(SampleSession.host(), 80, 24, Glyphs.unicode());
    }

    private static ViewTalk wideTalk() {
        return new ViewTalk(SampleSession.host(), 200, 60, Glyphs.unicode());
    }
}
