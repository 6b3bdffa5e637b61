package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.sql.StatementResult;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trace as it is seen at the prompt. */
class TraceTmuxIT {
    private static final String PROMPT = "memcheck>";

    @TempDir
    private Path home;

    private PrivateCluster cluster;
    private Backend backend;
    private TmuxTerminal terminal;

    @BeforeEach
    void connect() throws Exception {
        cluster = PrivateCluster.start(PrivateClusterOptions.fromEnvironment());
        backend = cluster.connect();
        backend.execute("CREATE EXTENSION buggy_ext");
        backend.execute("CREATE ROLE boss SUPERUSER LOGIN PASSWORD 'secret'");
        String port = ((StatementResult.Rows) backend.execute("SHOW port"))
                .rows()
                .get(0)
                .get(0)
                .orElseThrow();
        terminal = TmuxTerminal.start(home, Map.of(), "postgresql://boss:secret@127.0.0.1:" + port + "/postgres");
        terminal.awaitPrompt(PROMPT);
    }

    @AfterEach
    void disconnect() throws Exception {
        terminal.close();
        backend.close();
        cluster.close();
    }

    @Test
    void whoGrowsIsShownWhileItGoesOnAndThenTheVerdictAlone() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> leaking = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                backend.execute("SELECT leak_context()");
            }
        });
        try {
            terminal.type("\\trace " + backend.facts().pid() + " 6s");
            terminal.await("the live table", screen -> screen.contains("of 6 s: ") && screen.contains("leak_context"));
            terminal.await(
                    "curves of memory",
                    screen -> Stream.of("MEMORY", "used", "contexts", "peak", "malloc", "RssAnon")
                            .allMatch(screen::contains));
            terminal.await("leak_context (buggy_ext) at buggy_ext.c:");
            terminal.awaitPrompt(PROMPT);
        } finally {
            over.set(true);
            leaking.get(1, TimeUnit.MINUTES);
        }
        assertThat(terminal.screen()).contains("!! LEAK").doesNotContain("of 6 s: ", "unconfirmed");
    }

    @Test
    void whatIsNotCertainIsNotSaidToBeRepeatable() throws Exception {
        CompletableFuture<StatementResult> leaking = CompletableFuture.supplyAsync(() -> backend.execute(
                "DO $$ BEGIN FOR i IN 1..6000 LOOP PERFORM leak_top(); PERFORM pg_sleep(0.01); END LOOP; END $$"));
        terminal.type("\\trace " + backend.facts().pid() + " 1s");
        terminal.await("? unconfirmed");
        terminal.awaitPrompt(PROMPT);

        assertThat(terminal.screen())
                .contains("unconfirmed: nothing ran in it that can be repeated; a longer look tells more")
                .doesNotContain("\\confirm");
        backend.cancel();
        leaking.get(1, TimeUnit.MINUTES);
    }
}
