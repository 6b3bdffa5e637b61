package dev.memcheck.finding;

import java.util.List;
import java.util.Optional;

/**
 * Equal for findings of the same defect in runs of one build. {@link Defect} is for runs of two builds, which have other lines.
 *
 * @param checkType what kind
 * @param contextPath names from TopMemoryContext to the context
 * @param library who allocated
 * @param symbol the function that owns the allocation
 * @param ownFrames the library's own frames that lead to it, with their lines, wherever the source was built
 * @param detail what the extension says, where neither context nor site is known; empty otherwise
 */
public record DefectKey(
        CheckType checkType,
        List<String> contextPath,
        Optional<String> library,
        Optional<String> symbol,
        List<String> ownFrames,
        String detail) {}
