package dev.memcheck.render.words;

import dev.memcheck.finding.Finding;
import dev.memcheck.finding.Provenance;

/** What to do about a finding. */
public final class Remedy {
    private static final String SERVERS =
            "the server allocated it for itself: look for what makes it keep more each time, such as"
                    + " SQL texts, plans or objects that are new with every call";

    private Remedy() {}

    /** About this very one: where it is not certain, how to find out comes first. */
    public static String of(Finding finding) {
        return finding.provenance() == Provenance.SERVER ? SERVERS : Doubt.before(finding) + Fix.of(finding);
    }
}
