package dev.memcheck.run;

import java.util.function.BooleanSupplier;

/** Whether the user wants no more: of the text that runs now, or of anything at all. Safe for use by several threads. */
final class Cancellation implements BooleanSupplier {
    private volatile boolean ofText;
    private volatile boolean forGood;

    /**
     * The next text begins.
     *
     * @return whether the text around it was cancelled, for {@link #resumeText}
     */
    boolean beginText() {
        boolean outer = ofText;
        ofText = false;
        return outer;
    }

    /** The text around goes on. */
    void resumeText(boolean cancelled) {
        ofText = cancelled;
    }

    void cancelText() {
        ofText = true;
    }

    void cancelForGood() {
        forGood = true;
    }

    @Override
    public boolean getAsBoolean() {
        return ofText || forGood;
    }
}
