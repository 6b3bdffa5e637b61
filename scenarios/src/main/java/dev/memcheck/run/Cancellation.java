package dev.memcheck.run;

import java.util.function.BooleanSupplier;

/** Whether the user wants no more: of the text that runs now, or of anything at all. Safe for use by several threads. */
final class Cancellation implements BooleanSupplier {
    private volatile boolean ofText;
    private volatile boolean forGood;

    /** The next text begins. */
    void beginText() {
        ofText = false;
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
