package dev.memcheck.session;

import java.util.Objects;

/** What tells the sessions of one text apart: each has a backend, windows and findings of its own. */
public record SessionName(String text) {
    /** The session that every text begins in. */
    public static final SessionName DEFAULT = new SessionName("default");

    public SessionName {
        Objects.requireNonNull(text);
    }

    public boolean isDefault() {
        return equals(DEFAULT);
    }

    /** By hand, as is {@code hashCode}: a record's own are linked when they are first called, which is before the first prompt. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SessionName name && text.equals(name.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** For the end of a phrase: {@code " of session writer"}, and nothing for the default one. */
    public String ofSession() {
        return isDefault() ? "" : " of session " + text;
    }
}
