package dev.memcheck.render.table;

import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers with their digits in groups of three, as the locale has it. */
final class NumberGroups {
    private static final int GROUP = 3;

    private NumberGroups() {}

    /** What is no plain number stays as it is: {@code money} has groups of its own. */
    static String of(String number) {
        if (!number.matches("[-+]?[0-9.eE+-]+")) {
            return number;
        }
        DecimalFormatSymbols signs = DecimalFormatSymbols.getInstance(Locale.getDefault(Locale.Category.FORMAT));
        int first = number.startsWith("-") || number.startsWith("+") ? 1 : 0;
        int end = first;
        while (end < number.length() && Character.isDigit(number.charAt(end))) {
            end++;
        }
        StringBuilder grouped = new StringBuilder(number.substring(0, first));
        for (int at = first; at < end; at++) {
            grouped.append(at > first && (end - at) % GROUP == 0 ? String.valueOf(signs.getGroupingSeparator()) : "");
            grouped.append(number.charAt(at));
        }
        String rest = number.substring(end);
        return grouped + (rest.startsWith(".") ? signs.getDecimalSeparator() + rest.substring(1) : rest);
    }
}
