package dev.memcheck.finding;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where something was allocated: the frame that owns the allocation and the stack it stands in.
 *
 * @param library base name of the shared library without {@code .so}, as in {@code buggy_ext}
 * @param symbol function, static ones too where debug information names them
 * @param sourceFile file as the debug information has it
 * @param sourceLine 1-based
 * @param stack one text per frame, innermost first
 */
public record Site(
        Optional<String> library,
        Optional<String> symbol,
        Optional<String> sourceFile,
        OptionalInt sourceLine,
        List<String> stack) {
    public Site {
        Objects.requireNonNull(library);
        Objects.requireNonNull(symbol);
        Objects.requireNonNull(sourceFile);
        Objects.requireNonNull(sourceLine);
        stack = List.copyOf(stack);
    }

    public static Site unknown() {
        return new Site(Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty(), List.of());
    }

    public boolean isKnown() {
        return library.isPresent();
    }

    /**
     * One line: {@code symbol (library) at file:line}, as much of it as is known, the file without its directories;
     * empty if nothing is known.
     */
    public String label() {
        StringBuilder label = new StringBuilder(symbol.orElse("?"));
        if (library.isEmpty()) {
            return symbol.orElse("");
        }
        label.append(" (").append(library.get()).append(')');
        if (sourceFile.isPresent()) {
            label.append(" at ").append(fileName(sourceFile.get()));
            sourceLine.ifPresent(line -> label.append(':').append(line));
        }
        return label.toString();
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
