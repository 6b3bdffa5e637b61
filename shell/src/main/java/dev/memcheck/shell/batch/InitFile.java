package dev.memcheck.shell.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** What {@code memcheck init --with} may write beside the session file. */
public enum InitFile {
    /** A make target. */
    MAKEFILE("memcheck.mk", "memcheck.mk"),
    /** A workflow. */
    GITHUB(".github/workflows/memcheck.yml", "github.yml"),
    /** A job. */
    GITLAB("memcheck.gitlab-ci.yml", "gitlab.yml");

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

    /** @param cargo how a crate is built and installed; empty where {@code make} does it */
    public String text(Optional<CargoInstall> cargo) {
        try (InputStream in = InitFile.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return cargo.map(install -> install.instead(this, text)).orElse(text);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is damaged: " + resource, e);
        }
    }
}
