package dev.memcheck.shell.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What {@code memcheck init --with} may write beside the session file. */
public enum InitFile {
    /** A make target. */
    MAKEFILE("memcheck.mk", "memcheck.mk"),
    /** A workflow. */
    GITHUB(".github/workflows/memcheck.yml", "github.yml"),
    /** A job. */
    GITLAB("memcheck.gitlab-ci.yml", "gitlab.yml"),
    /** For crates: a program of their own, which {@code cargo memcheck} runs. */
    CARGO("xtask/src/main.rs", "xtask.rs");

    private final String path;
    private final String resource;

    InitFile(String path, String resource) {
        this.path = path;
        this.resource = resource;
    }

    /** As it is asked for. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where it goes, in the directory of the extension. */
    public String path() {
        return path;
    }

    /** As it is where {@code make} builds and installs. */
    public String text() {
        try (InputStream in = InitFile.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is damaged: " + resource, e);
        }
    }
}
