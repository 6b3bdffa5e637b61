package dev.memcheck.shell.command;

import dev.memcheck.shell.out.Screen;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The syntax of SQL, as an installed psql has it.
 *
 * @param lines empty if there is no psql
 */
record SqlHelp(Optional<List<String>> lines) {
    private static final String UNKNOWN = "No help available";
    private static final String PAGES = "https://www.postgresql.org/docs/current/sql-commands.html";

    static SqlHelp on(String words) {
        return new SqlHelp(GuestWords.ofHelp(words));
    }

    static SqlHelp none() {
        return new SqlHelp(Optional.empty());
    }

    /** Whether there is something. */
    boolean isThere() {
        return lines.filter(all -> !all.isEmpty() && !all.get(0).startsWith(UNKNOWN))
                .isPresent();
    }

    /** Whether it is on the command of just that name, and not on those that begin so. */
    boolean isOn(String words) {
        String wanted = String.join(" ", words.toUpperCase(Locale.ROOT).split("\\s+"));
        return isThere() && lines.orElseThrow().get(0).endsWith(" " + wanted);
    }

    void print(Screen screen) {
        lines.orElseThrow().forEach(screen::say);
    }

    /** Where else there is help. */
    String where() {
        return lines.isPresent() ? "\\h lists it" : "psql, which has it, is not on the PATH; see " + PAGES;
    }
}
