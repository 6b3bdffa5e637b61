package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.WindowLimits;
import dev.memcheck.backend.WindowOptions;
import dev.memcheck.backend.WindowVerdict;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.diff.SnapshotDiff;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.sql.SqlError;
import dev.memcheck.sql.StatementResult;
import dev.memcheck.sql.TransactionState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JdbcBackendIT {
    private static PrivateCluster cluster;

    private Backend backend;

    @BeforeAll
    static void startCluster() {
        cluster = PrivateCluster.start(PrivateClusterOptions.fromEnvironment());
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void connect() {
        backend = cluster.connect();
    }

    @AfterEach
    void disconnect() {
        backend.close();
    }

    @Nested
    class Statements {
        @Test
        void giveRowsAsTheServerPrintsThem() {
            StatementResult.Rows rows =
                    rows("SELECT 1 AS n, 'x'::text AS t, NULL::bool AS nothing, 1.50 AS d, '{a,\"b c\"}'::text[] AS a,"
                            + " true AS b, '\\x00ff'::bytea AS raw");

            assertThat(rows.columns())
                    .extracting(column -> column.name() + " " + column.typeName() + (column.rightAligned() ? " >" : ""))
                    .containsExactly(
                            "n int4 >", "t text", "nothing bool", "d numeric >", "a text[]", "b bool", "raw bytea");
            assertThat(rows.rows())
                    .containsExactly(List.of(
                            Optional.of("1"),
                            Optional.of("x"),
                            Optional.empty(),
                            Optional.of("1.50"),
                            Optional.of("{a,\"b c\"}"),
                            Optional.of("t"),
                            Optional.of("\\x00ff")));
            assertThat(rows.tag()).isEqualTo("SELECT 1");
            assertThat(rows.durationMicros()).isPositive();
        }

        @Test
        void giveTheTagsThatPsqlShows() {
            assertThat(tag("CREATE TEMP TABLE t (a int)")).isEqualTo("CREATE TABLE");
            assertThat(tag("INSERT INTO t VALUES (1), (2)")).isEqualTo("INSERT 0 2");
            assertThat(tag("UPDATE t SET a = 3")).isEqualTo("UPDATE 2");
            assertThat(rows("INSERT INTO t VALUES (9) RETURNING a").tag()).isEqualTo("INSERT 0 1");
            assertThat(tag("DELETE FROM t")).isEqualTo("DELETE 3");
            assertThat(tag("DO 'begin end'")).isEqualTo("DO");
            assertThat(tag("-- nothing")).isEmpty();
        }

        @Test
        void goToTheServerAsTyped() {
            assertThat(rows("SELECT '{d ?}' AS a, '[1]'::jsonb ? '1' AS b, $$;$$ AS c")
                            .rows())
                    .containsExactly(List.of(Optional.of("{d ?}"), Optional.of("f"), Optional.of(";")));
        }

        @Test
        void giveTheServersErrorWithItsPlace() {
            StatementResult.Failed failed = failed("SELECT * FROM no_such_table");

            assertThat(failed.error().severity()).isEqualTo("ERROR");
            assertThat(failed.error().sqlState()).isEqualTo("42P01");
            assertThat(failed.error().message()).isEqualTo("relation \"no_such_table\" does not exist");
            assertThat(failed.error().position()).isEqualTo(OptionalInt.of(15));
        }

        @Test
        void giveNoticesInOrderAlsoWhenTheyFail() {
            String body = "begin raise notice 'one'; raise warning 'two' using hint = 'h'; %s end";
            List<SqlError> notices =
                    backend.execute("DO $$" + body.formatted("") + "$$").notices();
            assertThat(notices).extracting(SqlError::message).containsExactly("one", "two");
            assertThat(notices).extracting(SqlError::severity).containsExactly("NOTICE", "WARNING");
            assertThat(notices.get(1).hint()).contains("h");

            StatementResult.Failed failed = failed("DO $$" + body.formatted("perform 1/0;") + "$$");
            assertThat(failed.error().sqlState()).isEqualTo("22012");
            assertThat(failed.notices()).extracting(SqlError::message).containsExactly("one", "two");
        }

        @Test
        void doNotTakeAnErrorOfThatClassForALoss() {
            assertThat(failed("DO $$ begin raise exception 'remote' using errcode = '08006'; end $$")
                            .error()
                            .sqlState())
                    .isEqualTo("08006");
            assertThat(rows("SELECT 1").tag()).isEqualTo("SELECT 1");
        }

        @Test
        void copyToTheClient() {
            backend.execute(
                    "CREATE TEMP TABLE t AS SELECT n, 'text ' || n || E'\\t\u00e9' AS x FROM generate_series(1, 3) n");
            StatementResult.Copied copied = (StatementResult.Copied) backend.execute("COPY t TO STDOUT");

            assertThat(copied.lines())
                    .containsExactly("1\ttext 1\\t\u00e9", "2\ttext 2\\t\u00e9", "3\ttext 3\\t\u00e9");
            assertThat(copied.rows()).isEqualTo(3);
            assertThat(copied.durationMicros()).isPositive();
            assertThat(tag("COPY t TO '/dev/null'")).isEqualTo("COPY 3");
        }

        @Test
        void tellWhatWentWrongInACopy() {
            backend.execute("CREATE TEMP TABLE t AS SELECT n FROM generate_series(0, 3) n");
            backend.execute("CREATE FUNCTION pg_temp.say(n int) RETURNS int LANGUAGE plpgsql"
                    + " AS $$begin raise notice 'n is %', n; return n; end$$");

            StatementResult copied = backend.execute("COPY (SELECT pg_temp.say(n) FROM t) TO STDOUT");
            assertThat(copied.notices())
                    .extracting(SqlError::message)
                    .containsExactly("n is 0", "n is 1", "n is 2", "n is 3");
            StatementResult.Failed broken = failed("COPY (SELECT 1 / (2 - pg_temp.say(n)) FROM t) TO STDOUT");
            assertThat(broken.error().sqlState()).isEqualTo("22012");
            assertThat(broken.notices()).hasSize(3);
            assertThat(failed("COPY no_such_table TO STDOUT").error().sqlState())
                    .isEqualTo("42P01");
            assertThat(failed("COPY t FROM STDIN").error().message()).contains("COPY from STDIN has no data here");
            assertThat(rows("SELECT 1").tag()).isEqualTo("SELECT 1");
        }

        @Test
        void leaveTheTransactionWhereItStands() {
            assertThat(backend.transactionState()).isEqualTo(TransactionState.IDLE);
            backend.execute("BEGIN WORK");
            assertThat(backend.transactionState()).isEqualTo(TransactionState.OPEN);
            failed("SELECT 1/0");
            assertThat(backend.transactionState()).isEqualTo(TransactionState.FAILED);
            assertThat(backend.snapshot()).isEmpty();
            assertThat(backend.judge()).isEmpty();
            backend.execute("ROLLBACK");
            assertThat(backend.transactionState()).isEqualTo(TransactionState.IDLE);
            assertThat(backend.snapshot()).isPresent();
        }

        @Test
        void areCancelledFromAnotherThread() {
            CompletableFuture<StatementResult> running =
                    CompletableFuture.supplyAsync(() -> backend.execute("SELECT pg_sleep(600)"));
            try (Backend other = cluster.connect()) {
                String query = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid = "
                        + backend.facts().pid();
                assertThat(ClusterTraces.eventually(
                                Duration.ofSeconds(60),
                                () -> ((StatementResult.Rows) other.execute(query))
                                                .rows()
                                                .size()
                                        == 1))
                        .isTrue();
            }

            backend.cancel();

            StatementResult result = running.join();
            assertThat(result).isInstanceOf(StatementResult.Failed.class);
            assertThat(((StatementResult.Failed) result).error().sqlState()).isEqualTo("57014");
            assertThat(rows("SELECT 1").tag()).isEqualTo("SELECT 1");
        }

        @Test
        void tellThatTheBackendWasTerminated() {
            try (Backend other = cluster.connect()) {
                other.execute("SELECT pg_terminate_backend(" + backend.facts().pid() + ", 10000)");
            }
            assertThatThrownBy(() -> backend.execute("SELECT 1"))
                    .isInstanceOf(BackendLostException.class)
                    .hasMessageContaining("terminating connection due to administrator command");
            assertThatThrownBy(() -> backend.snapshot()).isInstanceOf(BackendLostException.class);
            assertThat(cluster.explainLoss(backend.facts().pid()).orElseThrow())
                    .contains("terminating connection due to administrator command");
        }
    }

    @Nested
    class Snapshots {
        @Test
        void showTheTree() {
            Snapshot snapshot = backend.snapshot().orElseThrow();

            assertThat(snapshot.backendPid()).isEqualTo(backend.facts().pid());
            assertThat(snapshot.root().name()).isEqualTo("TopMemoryContext");
            assertThat(snapshot.nodes())
                    .extracting(ContextNode::name)
                    .contains("CacheMemoryContext", "MessageContext", "ErrorContext");
            assertThat(snapshot.nodes()).allSatisfy(node -> {
                assertThat(node.totalBytes()).as("total of %s", node).isPositive();
                assertThat(node.usedBytes()).as("used of %s", node).isBetween(0L, node.totalBytes());
            });
        }

        @Test
        void agreeWithTheServersOwnView() {
            Snapshot snapshot = backend.snapshot().orElseThrow();
            String cache = rows("SELECT total_bytes, total_nblocks FROM pg_backend_memory_contexts"
                            + " WHERE name = 'WAL record construction'")
                    .rows()
                    .toString();

            assertThat(snapshot.nodes().stream()
                            .filter(node -> node.name().equals("WAL record construction"))
                            .map(node -> List.of(List.of(
                                            Optional.of(Long.toString(node.totalBytes())),
                                            Optional.of(Long.toString(node.blocks()))))
                                    .toString()))
                    .containsExactly(cache);
        }

        @Test
        void doNotChangeWhatTheySee() {
            Snapshot first = backend.snapshot().orElseThrow();
            Snapshot second = backend.snapshot().orElseThrow();

            assertThat(second.sequence()).isGreaterThan(first.sequence());
            assertThat(SnapshotDiff.between(first, second).retainedBytes()).isZero();
        }

        @Test
        void andWindowsNeedNoRestart() {
            try (PrivateCluster plain =
                    PrivateCluster.start(PrivateClusterOptions.fromEnvironment().withoutPreload())) {
                try (Backend creator = plain.connect()) {
                    for (String name : List.of(PrivateClusterOptions.EXTENSION, "buggy_ext")) {
                        assertThat(creator.execute("CREATE EXTENSION " + name))
                                .isInstanceOf(StatementResult.Done.class);
                    }
                    findsTheLeak(creator);
                }
                try (Backend later = plain.connect()) {
                    findsTheLeak(later);
                    assertThat(later.beginWindow(new WindowOptions(
                                    Optional.empty(), Optional.empty(), Optional.of("{\"guard\": [\"buggy_ext\"]}"))))
                            .isEmpty();
                    later.execute("SELECT leak_top()");
                    assertThat(later.endWindow().error()).isEmpty();
                    assertThat(((StatementResult.Rows)
                                            later.execute("SELECT symbol FROM ext_memcheck.scenario_findings("
                                                    + "'growth_benchmark', 20, 'SELECT leak_top()')"))
                                    .rows())
                            .containsExactly(List.of(Optional.of("leak_top")));
                    LoadedLater.looksAround(plain, later);
                }
            }
        }

        private static void findsTheLeak(Backend backend) {
            assertThat(backend.beginWindow(WindowOptions.none())).isEmpty();
            backend.execute("SELECT 1");
            assertThat(backend.judge()).isEmpty();
            for (int i = 0; i < 3; i++) {
                backend.execute("SELECT leak_top()");
            }
            assertThat(backend.endWindow().findings())
                    .extracting(finding -> finding.get(FindingColumn.SYMBOL))
                    .contains(Optional.of("leak_top"));
        }

        @Test
        void areHadWithoutTheExtensionToo() {
            try (PrivateCluster plain = PrivateCluster.start(
                            PrivateClusterOptions.fromEnvironment().withoutPreload());
                    Backend bare = plain.connect()) {
                assertThat(bare.facts().extensionVersion()).isEmpty();
                assertThat(LoadedLater.refusal(plain, bare)).contains("Put it into shared_preload_libraries, restart");
                Snapshot first = bare.snapshot().orElseThrow();
                Snapshot second = bare.snapshot().orElseThrow();
                assertThat(first.root().name()).isEqualTo("TopMemoryContext");
                assertThat(SnapshotDiff.between(first, second).retainedBytes()).isZero();

                assertThat(bare.beginWindow(WindowOptions.none()).orElseThrow().message())
                        .contains("need the extension pg_ext_memcheck");
                assertThat(bare.endWindow().error()).isPresent();
                assertThat(bare.judge()).isEmpty();
            }
        }
    }

    @Nested
    class Windows {
        @Test
        void openAndCloseClean() {
            assertThat(backend.facts().extensionVersion()).isPresent();
            assertThat(backend.beginWindow(new WindowOptions(
                            Optional.of("it's mine"), Optional.of("My%"), Optional.of("{\"allowed_contexts\": []}"))))
                    .isEmpty();
            backend.execute("SELECT 1");
            assertThat(backend.judge()).isEmpty();
            WindowVerdict verdict = backend.endWindow();
            assertThat(verdict.findings()).isEmpty();
            assertThat(verdict.error()).isEmpty();
            WindowLimits limits = verdict.limits().orElseThrow();
            assertThat(limits.pattern()).isEqualTo("My%");
            assertThat(limits.patternMatched()).isFalse();
            assertThat(limits.leftOutByPattern()).isZero();
            assertThat(verdict.warnings())
                    .allMatch(WindowLimits::saysSo)
                    .extracting(SqlError::message)
                    .containsExactly(
                            "0 findings were left out by the window's limits",
                            "no context of this window is LIKE 'My%'");
        }

        @Test
        void openingAndClosingLeavesTheBackendAsItWas() {
            Snapshot before = backend.snapshot().orElseThrow();
            backend.beginWindow(WindowOptions.none());
            backend.judge();
            backend.endWindow();
            Snapshot after = backend.snapshot().orElseThrow();

            assertThat(SnapshotDiff.between(before, after).retainedBytes()).isZero();
        }

        @Test
        void areRefusedWithTheServersReason() {
            assertThat(backend.beginWindow(new WindowOptions(
                                    Optional.empty(), Optional.empty(), Optional.of("{\"no_such_option\": true}")))
                            .orElseThrow()
                            .message())
                    .contains("no_such_option");
            assertThat(backend.beginWindow(
                                    new WindowOptions(Optional.of("n"), Optional.empty(), Optional.of("{broken")))
                            .orElseThrow()
                            .sqlState())
                    .isEqualTo("22P02");
            // as in SQL: a warning, and no rows
            assertThat(backend.endWindow().error()).isEmpty();
            assertThat(backend.endWindow().findings()).isEmpty();
        }
    }

    private StatementResult.Rows rows(String sql) {
        StatementResult result = backend.execute(sql);
        assertThat(result).as(sql).isInstanceOf(StatementResult.Rows.class);
        return (StatementResult.Rows) result;
    }

    private StatementResult.Failed failed(String sql) {
        StatementResult result = backend.execute(sql);
        assertThat(result).as(sql).isInstanceOf(StatementResult.Failed.class);
        return (StatementResult.Failed) result;
    }

    private String tag(String sql) {
        StatementResult result = backend.execute(sql);
        assertThat(result).as(sql).isInstanceOf(StatementResult.Done.class);
        return ((StatementResult.Done) result).tag();
    }
}
