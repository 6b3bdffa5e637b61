package dev.memcheck.shell.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.catalog.NameKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cursor is at the bar. */
class WantedNamesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '~', textBlock = """
            |                                               >
            SEL|                                            >
            SELECT |                                        > COLUMNS FUNCTIONS
            SELECT a, b|                                    > COLUMNS FUNCTIONS
            SELECT * |                                      >
            SELECT count(*) |                               >
            SELECT a + |                                    > COLUMNS FUNCTIONS
            SELECT a::|                                     >
            SELECT 'a|                                      >
            SELECT 1 -- a|                                  >
            SELECT /* a|                                    >
            SELECT * FROM |                                 > RELATIONS SET_FUNCTIONS
            select * from pg_cl|                            > RELATIONS SET_FUNCTIONS
            SELECT * FROM s.|                               > RELATIONS SET_FUNCTIONS
            SELECT * FROM a, b|                             > RELATIONS SET_FUNCTIONS
            SELECT * FROM a |                               >
            SELECT * FROM a JOIN |                          > RELATIONS SET_FUNCTIONS
            SELECT * FROM a JOIN b ON |                     > COLUMNS FUNCTIONS
            SELECT * FROM a WHERE x|                        > COLUMNS FUNCTIONS
            SELECT * FROM a WHERE x = |                     > COLUMNS FUNCTIONS
            SELECT * FROM a WHERE x IN (SELECT |            > COLUMNS FUNCTIONS
            SELECT * FROM a WHERE f(x, |                    > COLUMNS FUNCTIONS
            SELECT * FROM a GROUP BY |                      > COLUMNS FUNCTIONS
            SELECT * FROM a ORDER BY x, |                   > COLUMNS FUNCTIONS
            SELECT * FROM a WHERE x IS DISTINCT FROM |      > COLUMNS FUNCTIONS
            SELECT extract(year FROM |                      > COLUMNS FUNCTIONS
            SELECT 1 FROM a FOR UPDATE |                    >
            EXPLAIN SELECT * FROM |                         > RELATIONS SET_FUNCTIONS
            begin; SELECT * FROM |                          > RELATIONS SET_FUNCTIONS
            INSERT INTO |                                   > RELATIONS
            INSERT INTO a (|                                > COLUMNS
            INSERT INTO s.a (x, |                           > COLUMNS
            INSERT INTO a VALUES (|                         > COLUMNS FUNCTIONS
            UPDATE |                                        > RELATIONS
            UPDATE a SET |                                  > COLUMNS
            UPDATE a SET x = 1, |                           > COLUMNS
            UPDATE a SET x = |                              > COLUMNS FUNCTIONS
            DELETE FROM |                                   > RELATIONS SET_FUNCTIONS
            TRUNCATE |                                      > RELATIONS
            DROP TABLE |                                    > RELATIONS
            DROP TABLE IF EXISTS |                          > RELATIONS
            CREATE TABLE |                                  >
            CREATE TABLE a (|                               >
            CREATE TABLE a AS SELECT * FROM |               > RELATIONS SET_FUNCTIONS
            CREATE INDEX ON |                               > RELATIONS
            CREATE INDEX i ON a (|                          > COLUMNS FUNCTIONS
            DROP INDEX CONCURRENTLY |                       > INDEXES
            SET |                                           > SETTINGS
            SET LOCAL w|                                    > SETTINGS
            SHOW pg_ext_memcheck.|                          > SETTINGS
            ALTER SYSTEM SET |                              > SETTINGS
            RESET |                                         > SETTINGS
            SET ROLE |                                      > ROLES
            ALTER TABLE a OWNER TO |                        > ROLES
            GRANT SELECT ON |                               > RELATIONS
            GRANT SELECT ON a TO |                          > ROLES
            REVOKE SELECT ON a FROM |                       > ROLES
            DROP USER |                                     > ROLES
            CREATE ROLE |                                   >
            CREATE EXTENSION |                              > AVAILABLE_EXTENSIONS
            DROP EXTENSION IF EXISTS |                      > EXTENSIONS
            CALL |                                          > PROCEDURES
            DROP SCHEMA |                                   > SCHEMAS
            ALTER DATABASE |                                > DATABASES
            """)
    void theWordsBeforeSayWhatIsWanted(String line, String kinds) {
        assertThat(wanted(line)).isEqualTo(Optional.ofNullable(kinds).orElse(""));
    }

    @Test
    void aNameHasAQualifierAndQuotes() {
        NameAtCursor name = at("SELECT * FROM app.\"Od|").orElseThrow();

        assertThat(name.inSchema().schema()).contains("app");
        assertThat(name.text()).isEqualTo("Od");
        assertThat(name.quoted()).isTrue();
        assertThat(at("SELECT a.b.c|")).isEmpty();
        assertThat(at("SHOW memcheck.st|").orElseThrow().dotted().text()).isEqualTo("memcheck.st");
    }

    @Test
    void theTablesOfAStatementAreKnownByTheirAliases() {
        TablesNamed tables = new TablesNamed(
                SqlWord.ofLast(
                        "SELECT 1; SELECT FROM app.child c JOIN \"Odd\" AS o ON true, plain WHERE a IN (SELECT FROM inner_one)"));

        assertThat(tables.of(Optional.empty())).containsExactly("app.child", "\"Odd\"", "inner_one");
        assertThat(tables.of(Optional.of("c"))).containsExactly("app.child");
        assertThat(tables.of(Optional.of("child"))).isEmpty();
        assertThat(new TablesNamed(SqlWord.ofLast("SELECT FROM a x, b, c z")).of(Optional.of("b")))
                .isEqualTo(List.of("b"));
    }

    private static String wanted(String marked) {
        return at(marked).map(name -> WantedNames.after(name.before())).orElse(List.of()).stream()
                .map(NameKind::name)
                .collect(Collectors.joining(" "));
    }

    private static Optional<NameAtCursor> at(String marked) {
        return NameAtCursor.of(marked.replace("|", ""), marked.indexOf('|'));
    }
}
