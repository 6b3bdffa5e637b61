package dev.memcheck.script;

/** What an expectation tells of, so that the run need not fail by that as well. */
public enum Tells {
    NOTHING(false, false),
    SQL_ERROR(true, false),
    LOST_BACKEND(false, true),
    SQL_ERROR_OR_LOST_BACKEND(true, true);

    private final boolean error;
    private final boolean loss;

    Tells(boolean error, boolean loss) {
        this.error = error;
        this.loss = loss;
    }

    /** That the statement failed, whether the expectation holds or not. */
    public boolean ofError() {
        return error;
    }

    /** That the backend is gone, where the expectation holds. */
    public boolean ofLoss() {
        return loss;
    }
}
