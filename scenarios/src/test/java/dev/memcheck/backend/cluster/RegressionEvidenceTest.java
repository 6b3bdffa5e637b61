package dev.memcheck.backend.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When "no findings" of a regression file says something of the extension, and when it does not. */
class RegressionEvidenceTest {
    private static final RegressionSubject HSTORE = new RegressionSubject(List.of("hstore"), Set.of());

    private static final String LOG = """
            2026-01-31 10:00:00.000 UTC [71] ERROR:  type "hstore" does not exist at character 8
            2026-01-31 10:00:00.000 UTC [71] STATEMENT:  SELECT 'a=>1'::hstore
            \t  AS one;
            2026-01-31 10:00:00.001 UTC [71] WARNING:  there is no transaction in progress
            2026-01-31 10:00:00.001 UTC [71] STATEMENT:  SELECT 2;
            2026-01-31 10:00:00.002 UTC [72] ERROR:  current transaction is aborted,
            \tcommands ignored
            2026-01-31 10:00:00.002 UTC [72] DETAIL:  something
            2026-01-31 10:00:00.002 UTC [72] STATEMENT:  SELECT 3;
            """;

    private static final String ONE = "SELECT 'a=>1'::hstore\n  AS one;";

    @Test
    void theLogTellsWhichStatementsFailedAndHowTheFirstDid() {
        FailedStatements failed = FailedStatements.in(LOG.lines().toList());

        assertThat(failed.times(ONE)).isEqualTo(1);
        assertThat(failed.times("SELECT 2;")).isZero();
        assertThat(failed.times("SELECT 3;")).isEqualTo(1);
        assertThat(failed.firstError()).contains("type \"hstore\" does not exist at character 8");
        assertThat(failed.lastError()).contains("current transaction is aborted,\ncommands ignored");
        assertThat(why(RegressionRun.Output.CUT_SHORT, Optional.empty(), "SELECT 3;")
                        .orElseThrow())
                .contains("ended before the file did")
                .endsWith("; the last error is: current transaction is aborted,\ncommands ignored");
    }

    @Test
    void psqlsLogIsReadAsOldAndNewVersionsWriteIt() {
        assertThat(PsqlLog.queries("""
                ********* QUERY **********
                SELECT 1
                  AS one;
                **************************

                 one
                -----

                /******** QUERY *********/
                SELECT 2;
                /************************/

                """)).containsExactly("SELECT 1\n  AS one;", "SELECT 2;");
    }

    @Test
    void aFileInWhichAllFailsLookedAtNothing() {
        assertThat(why(RegressionRun.Output.UNKNOWN, Optional.of(true), ONE, "SELECT 3;"))
                .contains("all 2 statements failed, so that nothing was looked at;"
                        + " the first error is: type \"hstore\" does not exist at character 8");
    }

    @Test
    void whatFramesStatementsDoesNotCount() {
        assertThat(why(
                        RegressionRun.Output.DIFFERENT,
                        Optional.empty(),
                        "BEGIN;",
                        "-- x\nSET a = 1;",
                        ONE,
                        "ROLLBACK;"))
                .hasValueSatisfying(words -> assertThat(words).startsWith("its only statement failed"));
    }

    @Test
    void aStatementThatFailsOnceOfTwiceDidNotFail() {
        assertThat(why(RegressionRun.Output.UNKNOWN, Optional.of(true), ONE, ONE))
                .isEmpty();
    }

    @Test
    void errorsThatAreExpectedAreFineWhereTheExtensionWasThere() {
        assertThat(why(RegressionRun.Output.EXPECTED, Optional.of(true), ONE)).isEmpty();
        assertThat(why(RegressionRun.Output.EXPECTED, Optional.of(false), ONE)).isPresent();
        assertThat(why(RegressionRun.Output.EXPECTED, Optional.empty(), ONE)).isPresent();
    }

    @Test
    void aFileWithoutTheExtensionIsFineOnlyAsExpected() {
        assertThat(why(RegressionRun.Output.EXPECTED, Optional.of(false), "SELECT 1;"))
                .isEmpty();
        assertThat(why(RegressionRun.Output.UNKNOWN, Optional.of(false), "SELECT 1;"))
                .contains("hstore was never loaded into its backend, so that nothing was looked at");
        assertThat(why(RegressionRun.Output.UNKNOWN, Optional.empty(), "SELECT 1;"))
                .isEmpty();
    }

    @Test
    void aFileWithoutStatementsHasNothingToLookAt() {
        assertThat(why(RegressionRun.Output.UNKNOWN, Optional.of(false))).isEmpty();
    }

    private static Optional<String> why(RegressionRun.Output output, Optional<Boolean> seen, String... sent) {
        FailedStatements failed = FailedStatements.in(LOG.lines().toList());
        return new RegressionEvidence(List.of(sent), failed, seen).whyNothingWasLookedAt(output, HSTORE);
    }
}
