package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.catalog.NameBegun;
import dev.memcheck.backend.catalog.NameKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures are psql's of the same objects. */
class LookAroundIT {
    @TempDir
    private Path directory;

    @Test
    void whatOnlyPsqlListsAndSyntaxAreAskedOfIt() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("""
                CREATE TABLE t(a int PRIMARY KEY);
                CREATE VIEW v AS SELECT a FROM t;
                COMMENT ON TABLE t IS 'what it is for';
                CREATE TABLE u(b int);
                CREATE TABLE both_of() INHERITS (t, u);
                \\pset null '\\\\N' \\t\\t \\x off \\echo several \\\\ SELECT NULL AS n;
                \\getenv path PATH
                \\echo :path
                \\d both_of
                CREATE TEMP TABLE before AS SELECT pg_backend_pid() AS pid;
                \\dt+ t
                \\sv v
                \\pset format unaligned
                \\dTS+ int4
                \\d+ nope
                \\dt postgres.public.t
                \\dn nonesuch.public
                \\dx postgres.plpgsql
                \\h abort
                \\help COPY
                SELECT pid = pg_backend_pid() AS the_same FROM before;
                """, directory, "-q");

        // a relation that is not there is an error, as a statement's is
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(1);
        assertThat(run.out())
                .contains("| what it is for\n", "CREATE OR REPLACE VIEW public.v AS\n", "pg_catalog|integer|int4|4|")
                .contains("Did not find any relation named \"nope\".\n")
                .contains("public|t|table|", "error: cross-database references are not implemented: nonesuch.public\n")
                .contains("error: improper qualified name (too many dotted names): postgres.plpgsql\n")
                .contains("several\n n  \n----\n \\N\n", "/bin", "Inherits: t,\n          u\n")
                .contains("ABORT [ WORK | TRANSACTION ]", "COPY table_name", "\\copy WHAT", "the_same\nt\n");
    }

    @Test
    void whatThereIsIsShownAsPsqlShowsIt() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("""
                CREATE SCHEMA app;
                CREATE TABLE app.p(id serial PRIMARY KEY, name text COLLATE "C" NOT NULL DEFAULT 'x', UNIQUE(name));
                CREATE TABLE child(id int GENERATED ALWAYS AS IDENTITY, p int REFERENCES app.p(id), "Odd" numeric(10,2)[],
                  CONSTRAINT few CHECK (p < 100));
                CREATE INDEX child_p ON child(p) WHERE p > 3;
                CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                CREATE TRIGGER t1 BEFORE INSERT ON child FOR EACH ROW EXECUTE FUNCTION trg();
                CREATE ROLE bob LOGIN CONNECTION LIMIT 3;
                \\d child
                \\d app.p
                \\d child_p
                \\d app.p_id_seq
                \\dt
                \\dt APP.*
                \\df trg
                \\du b*b
                \\dconfig block_size
                \\sf trg
                \\dn a*
                \\dt nope
                """, directory, "-q");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).isEqualTo("""
                                              Table "public.child"
                 Column |      Type       | Collation | Nullable |           Default           \s
                --------+-----------------+-----------+----------+------------------------------
                 id     | integer         |           | not null | generated always as identity
                 p      | integer         |           |          |\s
                 Odd    | numeric(10,2)[] |           |          |\s
                Indexes:
                    "child_p" btree (p) WHERE p > 3
                Check constraints:
                    "few" CHECK (p < 100)
                Foreign-key constraints:
                    "child_p_fkey" FOREIGN KEY (p) REFERENCES app.p(id)
                Triggers:
                    t1 BEFORE INSERT ON child FOR EACH ROW EXECUTE FUNCTION trg()

                                                Table "app.p"
                 Column |  Type   | Collation | Nullable |              Default             \s
                --------+---------+-----------+----------+-----------------------------------
                 id     | integer |           | not null | nextval('app.p_id_seq'::regclass)
                 name   | text    | C         | not null | 'x'::text
                Indexes:
                    "p_pkey" PRIMARY KEY, btree (id)
                    "p_name_key" UNIQUE CONSTRAINT, btree (name)
                Referenced by:
                    TABLE "child" CONSTRAINT "child_p_fkey" FOREIGN KEY (p) REFERENCES app.p(id)

                        Index "public.child_p"
                 Column |  Type   | Key? | Definition\s
                --------+---------+------+------------
                 p      | integer | yes  | p
                btree, for table "public.child", predicate (p > 3)

                                       Sequence "app.p_id_seq"
                  Type   | Start | Minimum |  Maximum   | Increment | Cycles? | Cache\s
                ---------+-------+---------+------------+-----------+---------+-------
                 integer |     1 |       1 | 2147483647 |         1 | no      |     1
                Owned by: app.p.id

                         List of relations
                 Schema | Name  | Type  |  Owner  \s
                --------+-------+-------+----------
                 public | child | table | postgres
                (1 row)

                        List of relations
                 Schema | Name | Type  |  Owner  \s
                --------+------+-------+----------
                 app    | p    | table | postgres
                (1 row)

                                       List of functions
                 Schema | Name | Result data type | Argument data types | Type\s
                --------+------+------------------+---------------------+------
                 public | trg  | trigger          |                     | func
                (1 row)

                             List of roles
                 Role name |  Attributes   | Member of\s
                -----------+---------------+-----------
                 bob       | 3 connections | {}

                List of configuration parameters
                 Parameter  | Value\s
                ------------+-------
                 block_size | 8192
                (1 row)

                CREATE OR REPLACE FUNCTION public.trg()
                 RETURNS trigger
                 LANGUAGE plpgsql
                AS $function$BEGIN RETURN NEW; END$function$
                 List of schemas
                 Name |  Owner  \s
                ------+----------
                 app  | postgres
                (1 row)

                error: Did not find any relation named "nope".
                """);
    }

    @Test
    void partsOfOthersSaySo() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("""
                CREATE UNLOGGED SEQUENCE s;
                CREATE TYPE two AS (a int, b int);
                CREATE TABLE typed OF two;
                CREATE TABLE whole(a int) PARTITION BY LIST (a);
                CREATE TABLE piece PARTITION OF whole DEFAULT;
                CREATE INDEX whole_a ON whole(a);
                CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                CREATE TRIGGER t1 AFTER INSERT ON whole FOR EACH ROW EXECUTE FUNCTION trg();
                CREATE FOREIGN DATA WRAPPER w;
                CREATE SERVER far FOREIGN DATA WRAPPER w;
                CREATE FOREIGN TABLE there(a int OPTIONS (x '1'), b int) SERVER far OPTIONS (q 'y''z');
                CREATE TABLE main(a int PRIMARY KEY, b int);
                CREATE STATISTICS two_of (mcv, ndistinct) ON a, b FROM main;
                CREATE POLICY mine ON main AS RESTRICTIVE FOR SELECT TO postgres USING (a > 1);
                CREATE RULE nobody AS ON DELETE TO main DO INSTEAD NOTHING;
                CREATE PUBLICATION few FOR TABLE main(a) WHERE (a > 3);
                CREATE TRIGGER off BEFORE INSERT ON main FOR EACH ROW EXECUTE FUNCTION trg();
                ALTER TABLE main DISABLE TRIGGER off;
                ALTER TABLE whole ADD FOREIGN KEY (a) REFERENCES main;
                \\d s
                \\d typed
                \\d whole_a
                \\d piece
                \\d there
                \\d main
                """, directory, "-q");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "Unlogged sequence \"public.s\"\n",
                        "\nTyped table of type: two\n",
                        "\nbtree, for table \"public.whole\"\nNumber of partitions: 1 (Use \\d+ to list them.)\n",
                        "\n    TABLE \"whole\" CONSTRAINT \"whole_a_fkey\" FOREIGN KEY (a) REFERENCES main(a)\n",
                        " a      | integer |           |          |         | (x '1')\n",
                        "\nServer: far\nFDW options: (q 'y''z')\n",
                        """
                        Policies (row security disabled):
                            POLICY "mine" AS RESTRICTIVE FOR SELECT
                              TO postgres
                              USING ((a > 1))
                        Statistics objects:
                            "public.two_of" (ndistinct, mcv) ON a, b FROM main
                        Rules:
                            nobody AS
                            ON DELETE TO main DO INSTEAD NOTHING
                        Publications:
                            "few" (a) WHERE (a > 3)
                        Disabled user triggers:
                            off BEFORE INSERT ON main FOR EACH ROW EXECUTE FUNCTION trg()
                        """,
                        "\n    t1 AFTER INSERT ON piece FOR EACH ROW EXECUTE FUNCTION trg(), ON TABLE whole\n");
    }

    @Test
    void theBackendUnderTestIsNotAsked() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("""
                CREATE TABLE seen();
                BEGIN TRANSACTION;
                CREATE TABLE unseen();
                \\d unseen
                LOCK TABLE seen;
                \\d seen
                SELECT 1 / 0;
                \\expect error '22012'
                \\dt
                \\dt [
                ROLLBACK;
                """, directory);

        assertThat(run.out())
                .contains(
                        "Did not find any relation named \"unseen\". What the open transaction has made cannot be seen",
                        "Table \"public.seen\"",
                        " public | seen | table | postgres\n(1 row)\n",
                        "invalid regular expression: brackets [] not balanced")
                .doesNotContain("25P02");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    /** An error would only show as a name that Tab does not offer. */
    @Test
    void theServerAnswersWhateverTabAsks() throws Exception {
        List<NameBegun> begun = List.of(
                new NameBegun(Optional.empty(), "", false),
                new NameBegun(Optional.empty(), "p'\\", true),
                new NameBegun(Optional.of("pg_catalog"), "P", false));
        String questions = Arrays.stream(NameKind.values())
                .flatMap(kind -> begun.stream()
                        .map(name -> kind.query(name, List.of("pg_class", "pg_catalog.\"pg_Class\"")) + ";\n"))
                .collect(Collectors.joining());

        MemcheckJar.Run run = MemcheckJar.run("SET standard_conforming_strings = off;\n" + questions, directory, "-q");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains(" relpersistence ", " pg_class ", " pg_monitor ", " template1 ", " plpgsql ", " port ")
                .containsPattern(" pg_get_keywords +\\| \\(\\) +\\| \\(.*OUT word text");
    }

    @Test
    void databasesAreListedWithoutASession() throws Exception {
        MemcheckJar.Run run = MemcheckJar.run("", directory, "-l");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .containsPattern("^ +List of databases\n +Name +\\| +Owner +\\| Encoding +\\| +Collate ")
                .containsPattern("(?m)^ postgres +\\| postgres +\\| UTF8 ")
                .endsWith(" rows)\n\n");
    }
}
