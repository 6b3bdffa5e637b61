package dev.memcheck.backend;

import java.util.Optional;

/**
 * Parts of memcheck that were not made for each other: the shell, the SQL objects of a database, the library that its server
 * has loaded, and the files from which both came.
 *
 * @param sentence which of them is older, and what to do
 * @param mendedByUpdate whether {@link #UPDATE} is what to do
 */
public record VersionSkew(String sentence, boolean mendedByUpdate) {
    /** Brings the SQL objects to the version of the installed files. */
    public static final String UPDATE = "ALTER EXTENSION pg_ext_memcheck UPDATE";

    /** Of the extension whose objects this memcheck uses. */
    public static final String NEEDED = "1.1";

    public static final String INSTALL =
            "on the server's machine run make -C native-ext install, with the server's PG_CONFIG";
    private static final String RESTART = "restart the server";

    /**
     * @param objects version of the SQL objects
     * @param loaded version of the loaded library, empty if it does not say
     * @param available version of the installed files, empty if there are none
     * @return empty if they fit
     */
    public static Optional<VersionSkew> between(String objects, Optional<String> loaded, Optional<String> available) {
        String library = loaded.or(() -> available).orElse(objects);
        if (compare(objects, library) < 0) {
            return skew(
                    "the SQL objects of pg_ext_memcheck in this database (" + objects + ") are older than the server's"
                            + " library (" + library + "): run " + UPDATE,
                    true);
        }
        boolean installed =
                available.filter(files -> compare(files, objects) >= 0).isPresent();
        if (compare(objects, library) > 0) {
            return skew(
                    "the library of pg_ext_memcheck that the server has loaded (" + library + ") is older than the SQL"
                            + " objects of this database (" + objects + "): "
                            + (installed ? "" : "install version " + objects + " (" + INSTALL + ") and ")
                            + RESTART,
                    false);
        }
        if (compare(objects, NEEDED) < 0) {
            boolean newer =
                    available.filter(files -> compare(files, NEEDED) >= 0).isPresent();
            return skew(
                    "the server's pg_ext_memcheck (" + objects + ") is older than this memcheck, which needs " + NEEDED
                            + ": " + (newer ? "" : INSTALL + ", ") + RESTART + " and run " + UPDATE,
                    false);
        }
        return Optional.empty();
    }

    private static Optional<VersionSkew> skew(String sentence, boolean mendedByUpdate) {
        return Optional.of(new VersionSkew(sentence, mendedByUpdate));
    }

    /** As numbers between dots: less than, equal to or greater than zero. */
    static int compare(String left, String right) {
        String[] lefts = left.split("\\.", -1);
        String[] rights = right.split("\\.", -1);
        for (int i = 0; i < Math.max(lefts.length, rights.length); i++) {
            int difference = Long.compare(number(lefts, i), number(rights, i));
            if (difference != 0) {
                return difference;
            }
        }
        return left.compareTo(right);
    }

    private static long number(String[] parts, int index) {
        String digits = index < parts.length ? parts[index].replaceFirst("[^0-9].*", "") : "";
        return digits.isEmpty() || digits.length() > 9 ? 0 : Long.parseLong(digits);
    }
}
