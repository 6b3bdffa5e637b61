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

    /** Runs another text in between; to cancel that one leaves this one alone. */
    void aside(Runnable text) {
        boolean outer = ofText;
        ofText = false;
        try {
            text.run();
        } finally {
            ofText = outer;
        }
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
