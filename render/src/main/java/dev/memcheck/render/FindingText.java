package dev.memcheck.render;

import dev.memcheck.finding.Finding;

/** Parts of a finding in words. */
final class FindingText {
    private FindingText() {}

    /** {@code 128 bytes in 1 chunk}; without the count where none is known. */
    static String amount(Finding finding) {
        String bytes = ByteSizes.of(finding.bytes());
        if (finding.count() <= 0) {
            return bytes;
        }
        return bytes + " in " + counted(finding.count(), unit(finding));
    }

    /** {@code confirmed} or {@code unconfirmed}. */
    static String certainty(Finding finding) {
        return finding.confirmed() ? "confirmed" : "unconfirmed";
    }

    /** Who allocated; empty if that is not known. */
    static String site(Finding finding) {
        return ServerText.clean(finding.site().label());
    }

    /** The names from the root to the context, and its ident; empty where no context is concerned. */
    static String where(Finding finding, Glyphs glyphs) {
        String path = String.join(glyphs.into(), finding.contextPath());
        String ident = finding.contextIdent().isEmpty() ? "" : " \"" + finding.contextIdent() + "\"";
        return ServerText.clean(path + ident);
    }

    /** {@code 1 finding}, {@code 2 findings}. */
    static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String unit(Finding finding) {
        switch (finding.checkType()) {
            case CONTEXT_LEAK:
            case STALE_CONTEXT:
                return "context";
            case DSM_LEAK:
            case SHMEM_OVERRUN:
                return "segment";
            case RESOURCE_LEAK:
                return "resource";
            default:
                return "chunk";
        }
    }
}
