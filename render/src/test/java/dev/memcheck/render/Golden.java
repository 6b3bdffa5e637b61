package dev.memcheck.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.text.TextSink;
import dev.memcheck.render.text.Theme;
import dev.memcheck.render.text.ThemedSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Expected output in a file named after the test. {@code -Dmemcheck.goldens=rewrite} writes the files anew, and makes
 * every test that uses one fail, so that it can't be left on.
 */
public final class Golden {
    private static final boolean REWRITE = "rewrite".equals(System.getProperty("memcheck.goldens"));

    private Golden() {}

    /** Compares with {@code TestClass/name.txt} among the test resources. */
    public static void check(Class<?> test, String name, String actual) throws IOException {
        Path file = Path.of("src/test/resources", test.getPackageName().replace('.', '/'))
                .resolve(test.getSimpleName())
                .resolve(name + ".txt");
        if (REWRITE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
            fail("rewrote " + file + "; run again without -Dmemcheck.goldens");
        }
        assertThat(actual).isEqualTo(Files.readString(file));
    }

    /** What a plain sink makes of it. */
    public static String plain(Consumer<TextSink> printer) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        printer.accept(new ThemedSink(out, Theme.plain(Glyphs.unicode())));
        out.flush();
        return text.toString();
    }

    public static String plain(List<StyledLine> lines) {
        return lines.stream().map(StyledLine::text).collect(Collectors.joining("\n", "", "\n"));
    }
}
