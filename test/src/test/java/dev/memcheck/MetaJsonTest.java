package dev.memcheck;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PGXN is told of the extension is what the specification asks for, and what the sources say. */
class MetaJsonTest {
    private static final Path SOURCES = Path.of("..", "native-ext");

    private ObjectNode meta;

    @BeforeEach
    void read() throws IOException {
        meta = (ObjectNode) new ObjectMapper().readTree(Files.readString(SOURCES.resolve("META.json")));
    }

    @Test
    void fitsTheSpecification() {
        assertThat(PgxnMeta.complaints(meta)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "version", "abstract", "maintainer", "license", "meta-spec", "provides"})
    void aFieldThatIsMissingIsNamed(String field) {
        meta.remove(field);

        assertThat(PgxnMeta.complaints(meta)).containsExactly(field);
    }

    @Test
    void wrongValuesAreNamed() {
        meta.put("name", "two words")
                .put("version", "1.1")
                .put("license", "PostgreSQL")
                .put("release_status", "new");
        provided().put("version", "01.1.0").remove("file");

        assertThat(PgxnMeta.complaints(meta))
                .containsExactly("name", "version", "license", "provides: file", "provides: version", "release_status");
    }

    @Test
    void isOfTheVersionOfTheControlFileAndOfTheShell() throws IOException {
        String extension =
                find("^default_version = '(.*)'$", Files.readString(SOURCES.resolve("pg_ext_memcheck.control")));
        String shell = find("^  <version>(.*?)(?:-SNAPSHOT)?</version>$", Files.readString(Path.of("..", "pom.xml")));

        assertThat(meta.path("version").asText()).isEqualTo(extension + ".0");
        assertThat(provided().path("version").asText()).isEqualTo(extension + ".0");
        assertThat(shell).isEqualTo(extension);
    }

    @Test
    void namesFilesThatAreThere() {
        assertThat(meta.path("name").asText()).isEqualTo("pg_ext_memcheck");
        for (String file : new String[] {"file", "docfile"}) {
            assertThat(SOURCES.resolve(provided().path(file).asText())).isRegularFile();
        }
    }

    private ObjectNode provided() {
        JsonNode provided = meta.at("/provides/pg_ext_memcheck");
        return (ObjectNode) provided;
    }

    private static String find(String pattern, String text) {
        Matcher found = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }
}
