package dev.memcheck.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CargoCrateTest {
    private static final String SCHEMA = """
            /* <begin connected objects> */
            -- src/lib.rs:8
            -- my_ext::hello
            CREATE  FUNCTION "hello"(
            	"name" TEXT /* & str */
            ) RETURNS TEXT /* String */
            STRICT
            LANGUAGE c /* Rust */
            AS 'MODULE_PATHNAME', 'hello_wrapper';
            CREATE SCHEMA IF NOT EXISTS tests; /* my_ext::tests */
            CREATE  FUNCTION tests."test_hello"() RETURNS VOID /* () */
            LANGUAGE c /* Rust */
            AS 'MODULE_PATHNAME', 'test_hello_wrapper';
            """;

    @TempDir
    private Path directory;

    @Test
    void aManifestIsReadByItsFullNames() {
        CargoManifest manifest = CargoManifest.of("""
                [package] # the crate
                name = "my_ext"
                version.workspace = true
                authors = [ # two
                    "A [a]",
                    'B',
                ]
                [dependencies]
                pgrx = { version = "=0.16.1", features = ["unsafe-postgres"] }
                [dependencies.serde]
                version = "1"
                """);

        assertThat(manifest.string("package.name")).contains("my_ext");
        assertThat(manifest.has("package.version.workspace")).isTrue();
        assertThat(manifest.strings("package.authors")).containsExactly("A [a]", "B");
        assertThat(manifest.string("dependencies.pgrx.version")).contains("=0.16.1");
        assertThat(manifest.string("dependencies.serde.version")).contains("1");
        assertThat(manifest.has("dependencies.tokio")).isFalse();
    }

    @Test
    void theSchemaIsThatOfTheCratesVersion() throws IOException {
        crate(directory, "1.2.3", "pgrx = \"=0.18.1\"");
        write("target/release/my_ext-pg15/usr/share/extension/my_ext--1.2.3.sql", SCHEMA);
        write("sql/my_ext--1.2.2.sql", "CREATE FUNCTION old() RETURNS int LANGUAGE C AS 'x';");

        ExtensionSource source = ExtensionSource.read(directory, Optional.empty());

        assertThat(source.version()).isEqualTo("1.2.3");
        CargoCrate crate = source.crate().orElseThrow();
        assertThat(crate.pgrx()).contains("0.18.1");
        assertThat(crate.features()).containsExactly("default", "pg15");
        assertThat(FirstSession.of(source).text())
                .contains("begin hello\n\\repeat 3\n  SELECT \"hello\"('sample'::text);\n")
                .contains(
                        "begin tests_test_hello\n\\repeat 3\n  BEGIN TRANSACTION;\n  SELECT tests.\"test_hello\"();\n  ROLLBACK;\n")
                .doesNotContain("old", "\\backend");
    }

    @Test
    void whereNoneIsInTheCrateItIsTheServers() throws IOException {
        crate(directory, "1.2.3", "pgrx = { version = \"0.16.1\" }");
        Path installed = Files.createDirectory(directory.resolve("installed"));

        assertThatThrownBy(() -> ExtensionSource.read(directory, Optional.of(installed)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("there is no my_ext--1.2.3.sql in ")
                .hasMessageContaining("nor in " + installed)
                .hasMessageContaining("cargo pgrx install --pg-config PG_CONFIG");

        write("installed/my_ext--1.2.3.sql", SCHEMA);
        assertThat(ExtensionSource.read(directory, Optional.of(installed))
                        .crate()
                        .orElseThrow()
                        .pgrx())
                .contains("0.16.1");
    }

    @Test
    void ofAWorkspaceItIsTheMemberThatIsAnExtension() throws IOException {
        write("Cargo.toml", """
                [workspace]
                members = ["crates/*"]
                [workspace.package]
                version = "2.0.0"
                [workspace.dependencies]
                pgrx = "=0.18.1"
                """);
        write("crates/helper/Cargo.toml", "[package]\nname = \"helper\"\n");
        Path member = directory.resolve("crates/my_ext");
        crate(member, "2.0.0", "pgrx.workspace = true");
        Files.writeString(
                member.resolve("Cargo.toml"),
                Files.readString(member.resolve("Cargo.toml"))
                        .replace("version = \"2.0.0\"", "version.workspace = true"));
        write("crates/my_ext/sql/my_ext--2.0.0.sql", SCHEMA);
        write("crates/my_ext/src/lib.rs", "fn init() { pg_shmem_init!(COUNTERS); }");

        ExtensionSource source = ExtensionSource.read(directory, Optional.empty());

        assertThat(source.version()).isEqualTo("2.0.0");
        assertThat(source.crate().orElseThrow().pgrx()).contains("0.18.1");
        assertThat(FirstSession.of(source).text()).contains("\\backend preload=my_ext\nCREATE EXTENSION");

        crate(directory.resolve("crates/other"), "1.0.0", "pgrx = \"=0.18.1\"");
        assertThatThrownBy(() -> ExtensionSource.read(directory, Optional.empty()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("several extensions; name one: ")
                .hasMessageContaining("crates/my_ext");
    }

    @Test
    void aCrateThatIsNoExtensionIsSaidSo() throws IOException {
        write("Cargo.toml", "[package]\nname = \"tool\"\n");

        assertThatThrownBy(() -> ExtensionSource.read(directory, Optional.empty()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("there is no control file beside ");
    }

    @Test
    void besideAnExtensionInCACrateIsNoMatter() throws IOException {
        write("Cargo.toml", "[package]\nname = \"helper\"\n");
        write("my_ext.control", "default_version = '1.0'\n");
        write("my_ext--1.0.sql", "CREATE FUNCTION f() RETURNS int LANGUAGE C AS 'x';");

        assertThat(ExtensionSource.read(directory, Optional.empty()).crate()).isEmpty();
    }

    private void crate(Path of, String version, String pgrx) throws IOException {
        String folder = directory.relativize(of).toString();
        String at = folder.isEmpty() ? "" : folder + "/";
        write(
                at + "Cargo.toml",
                "[package]\nname = \"my_ext\"\nversion = \"" + version
                        + "\"\n[features]\ndefault = [\"pg15\"]\npg15 = [\"pgrx/pg15\"]\n[dependencies]\n" + pgrx
                        + "\n");
        write(at + "my_ext.control", "default_version = '@CARGO_VERSION@'\nmodule_pathname = 'my_ext'\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
