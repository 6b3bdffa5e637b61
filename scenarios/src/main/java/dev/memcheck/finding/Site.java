package dev.memcheck.finding;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

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
     * The frames of its library that lead from the owner outward. One function may leak at two places, or be called from
     * two; these tell them apart.
     */
    public List<String> ownFrames() {
        return stack.stream()
                .dropWhile(frame -> !isOwn(frame))
                .takeWhile(this::isOwn)
                .toList();
    }

    /** Whether a frame is of the function that owns the allocation. */
    public boolean owns(Frame frame) {
        return frame.library().isPresent()
                && frame.library().equals(library)
                && symbol.filter(frame.function()::equals).isPresent();
    }

    private boolean isOwn(String frame) {
        return library.isPresent() && Frame.of(frame).library().equals(library);
    }

    /**
     * One line: {@code symbol (library) at file:line}, as much of it as is known, the file without its directories;
     * empty if nothing is known.
     */
    public String label() {
        return label(path -> path.substring(path.lastIndexOf('/') + 1));
    }

    /** As {@link #label}, but the file with its directories. */
    public String fullLabel() {
        return label(path -> path);
    }

    private String label(UnaryOperator<String> file) {
        if (library.isEmpty()) {
            return symbol.orElse("");
        }
        String line = sourceLine.isPresent() ? ":" + sourceLine.getAsInt() : "";
        Optional<String> place = sourceFile.map(path -> file.apply(path) + line);
        return new Frame(symbol.orElse("?"), library, place).toString();
    }
}
