package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files rely on that psql runs, on a server. */
class PsqlHabitsIT {
    @TempDir
    private Path directory;

    @Test
    void statementsThatAreSentTogetherHaveAResultEach() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("""
                SELECT 1 AS one \\; SELECT 2 AS two;
                CREATE TABLE t(a int) \\; INSERT INTO t VALUES (1), (2) \\; SELECT sum(a) FROM t;
                BEGIN WORK \\; INSERT INTO t VALUES (3) \\; SELECT 1 / 0 \\; COMMIT;
                \\expect error '22012'
                ROLLBACK;
                SELECT count(*) FROM t;
                \\expect value = 2
                begin
                SELECT 'in' \\; SELECT 'a window';
                end
                \\expect clean
                SELECT 3 AS shown \\; SELECT 4 AS kept \\gset
                \\echo '-n' :kept
                """, directory);

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains(" one \n-----\n   1\n(1 row)\n\n two \n-----\n   2\n(1 row)\n")
                .contains("CREATE TABLE\nINSERT 0 2\n sum \n")
                .contains("BEGIN\nINSERT 0 1\n")
                .contains(" in\n(1 row)\n")
                .contains(" a window\n(1 row)\n")
                .contains(" shown \n-------\n     3\n(1 row)\n\n-n 4\n")
                .doesNotContain(" kept");
    }

    @Test
    void conditionsAskWhatTheLatestStatementGave() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("""
                SELECT to_regclass('nothing') IS NOT NULL AS there \\gset
                \\if :there
                SELECT 'there';
                \\else
                CREATE TABLE made_now();
                \\endif
                SELECT 1 / 0;
                \\expect error
                \\if :ERROR
                \\echo failed with :SQLSTATE: :LAST_ERROR_MESSAGE
                \\endif
                SELECT generate_series(1, 3);
                \\echo rows: :ROW_COUNT
                \\repeat 2
                \\echo turn :i
                \\endrepeat
                """, directory);

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("CREATE TABLE\n")
                .contains("failed with 22012: division by zero\n")
                .contains("rows: 3\n")
                .contains("turn 1\nturn 2\n")
                .doesNotContain(" there\n");
    }

    @Test
    void namesAreLookedForWhereTheSessionDoes() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("""
                CREATE SCHEMA app;
                CREATE TABLE app.hidden(a int);
                CREATE TEMP TABLE passing(b int);
                \\d passing
                \\pset tuples_only on
                \\dn app
                \\pset tuples_only off
                SET search_path TO app;
                \\d hidden
                RESET search_path;
                BEGIN WORK;
                SET search_path TO app;
                ROLLBACK;
                \\d hidden
                """, directory);

        assertThat(run.out())
                .contains(".passing\"", "Table \"app.hidden\"", "\n app  | postgres\n")
                .containsOnlyOnce("error: Did not find any relation");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void gridsAndLargeObjects() throws Exception {
        Path file = Files.writeString(directory.resolve("to store"), "stored\n\0\n");
        MemcheckJar.Run run = MemcheckJar.run("""
                SELECT v, h, v || h AS c FROM unnest('{a,b}'::text[]) v, unnest('{x,y}'::text[]) h \\crosstabview
                \\lo_import 'FILE' 'it''s mine'
                \\set kept :LASTOID
                SELECT obj_description(:kept, 'pg_largeobject');
                \\expect value = 'it''s mine'
                \\lo_export :kept 'FILE.again'
                \\lo_unlink :kept
                SELECT count(*) FROM pg_largeobject;
                \\expect value = 0
                \\lo_unlink :kept
                \\expect error '42704'
                \\lo_import 'FILE.none'
                """.replace("FILE", file.toString()), directory);

        assertThat(run.out())
                .contains(" v | x  | y  \n---+----+----\n a | ax | ay\n b | bx | by\n(2 rows)\n")
                .contains("lo_import ", "lo_export\n", "lo_unlink ")
                .contains("error: \\lo_import: " + file + ".none: No such file or directory")
                .doesNotContain("COMMENT");
        assertThat(Path.of(file + ".again")).hasSameBinaryContentAs(file);
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void wrappedTablesKeepToTheirColumns() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("""
                \\pset format wrapped
                \\pset columns 20
                \\pset linestyle unicode
                SELECT repeat('x', 30) AS a, 1 AS b;
                """, directory);

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains(" xxxxxxxxxxxxxx…│ 1\n…xxxxxxxxxxxxxx…│ \n");
    }
}
