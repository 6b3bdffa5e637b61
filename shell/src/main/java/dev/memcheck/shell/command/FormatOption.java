package dev.memcheck.shell.command;

import dev.memcheck.render.table.ResultFormat;
import dev.memcheck.render.table.TableLook;
import dev.memcheck.shell.out.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What {@code \pset} sets, with psql's words. */
enum FormatOption {
    BORDER(
            given((format, text) -> format.withBorder(number(text))),
            format -> Integer.toString(format.border()),
            format -> "Border style is " + format.border() + "."),
    COLUMNS(
            given((format, text) -> format.with(format.look().withColumns(number(text)))),
            format -> Integer.toString(format.look().columns()),
            format -> "Target width is "
                    + (format.look().columns() == 0 ? "unset" : format.look().columns()) + "."),
    CSV_FIELDSEP(
            given((format, text) -> format.withCsvSeparator(csvSeparator(text))),
            format -> quoted(format.csvSeparator()),
            format -> "Field separator for CSV is \"" + format.csvSeparator() + "\"."),
    EXPANDED(
            (format, value) -> format.with(expanded(format, value)),
            format -> format.expanded().name().toLowerCase(Locale.ROOT),
            format -> "Expanded display is "
                    + (format.expanded() == ResultFormat.Expanded.AUTO
                            ? "used automatically"
                            : word(format.isExpanded()))
                    + "."),
    FIELDSEP(
            given(ResultFormat::withFieldSeparator),
            format -> quoted(zeroless(format.fieldSeparator())),
            format -> separator("Field", format.fieldSeparator())),
    FIELDSEP_ZERO(
            (format, value) -> format.withFieldSeparator(FormatOption.ZERO),
            format -> word(format.fieldSeparator().equals(FormatOption.ZERO)),
            format -> separator("Field", FormatOption.ZERO)),
    FOOTER(
            (format, value) -> format.withFooter(flag("footer", value, format.footer())),
            format -> word(format.footer()),
            format -> "Default footer is " + word(format.footer()) + "."),
    FORMAT(
            given((format, text) -> format.with(kind(text))),
            format -> format.kind().word(),
            format -> "Output format is " + format.kind().word() + "."),
    LINESTYLE(
            given((format, text) -> format.with(format.look().with(lines(text)))),
            format -> word(format.look().lines()),
            format -> "Line style is " + word(format.look().lines()) + "."),
    NULL(
            given(ResultFormat::withNull),
            format -> quoted(format.nullText()),
            format -> "Null display is \"" + format.nullText() + "\"."),
    NUMERICLOCALE(
            (format, value) -> format.with(format.look()
                    .withNumericLocale(
                            flag("numericlocale", value, format.look().numericLocale()))),
            format -> word(format.look().numericLocale()),
            format -> "Locale-adjusted numeric output is " + word(format.look().numericLocale()) + "."),
    PAGER(
            (format, value) -> format.with(paging(format, value)),
            format -> Integer.toString(format.pager().ordinal()),
            format -> switch (format.pager()) {
                case OFF -> "Pager usage is off.";
                case ON -> "Pager is used for long output.";
                case ALWAYS -> "Pager is always used.";
            }),
    PAGER_MIN_LINES(
            given((format, text) -> format.withPagerMinLines(number(text))),
            format -> Integer.toString(format.pagerMinLines()),
            format -> "Pager won't be used for less than " + format.pagerMinLines()
                    + (format.pagerMinLines() == 1 ? " line." : " lines.")),
    RECORDSEP(
            given(ResultFormat::withRecordSeparator),
            format -> quoted(zeroless(format.recordSeparator())),
            format -> format.recordSeparator().equals("\n")
                    ? "Record separator is <newline>."
                    : separator("Record", format.recordSeparator())),
    RECORDSEP_ZERO(
            (format, value) -> format.withRecordSeparator(FormatOption.ZERO),
            format -> word(format.recordSeparator().equals(FormatOption.ZERO)),
            format -> separator("Record", FormatOption.ZERO)),
    TABLEATTR(
            (format, value) -> format.with(format.look().withAttributes(value)),
            format -> format.look().attributes().map(FormatOption::quoted).orElse(""),
            format -> "Table attributes "
                    + format.look()
                            .attributes()
                            .map(text -> "are \"" + text + "\"")
                            .orElse("unset") + "."),
    TITLE(
            (format, value) -> format.with(format.look().withTitle(value)),
            format -> format.look().title().map(FormatOption::quoted).orElse(""),
            format -> "Title is "
                    + format.look().title().map(text -> '"' + text + '"').orElse("unset") + "."),
    TUPLES_ONLY(
            (format, value) -> format.withTuplesOnly(flag("tuples_only", value, format.tuplesOnly())),
            format -> word(format.tuplesOnly()),
            format -> "Tuples only is " + word(format.tuplesOnly()) + "."),
    UNICODE_BORDER_LINESTYLE(
            given((format, text) -> doubled(format, doubled("border", text), column(format), header(format))),
            format -> single(border(format)),
            format -> "Unicode border line style is \"" + single(border(format)) + "\"."),
    UNICODE_COLUMN_LINESTYLE(
            given((format, text) -> doubled(format, border(format), doubled("column", text), header(format))),
            format -> single(column(format)),
            format -> "Unicode column line style is \"" + single(column(format)) + "\"."),
    UNICODE_HEADER_LINESTYLE(
            given((format, text) -> doubled(format, border(format), column(format), doubled("header", text))),
            format -> single(header(format)),
            format -> "Unicode header line style is \"" + single(header(format)) + "\".");

    private static final List<String> TRUE = List.of("on", "true", "yes", "1");
    private static final List<String> FALSE = List.of("off", "false", "no", "0");
    private static final String ZERO = "\0";

    private final Setting setting;
    private final Function<ResultFormat, String> value;
    private final Function<ResultFormat, String> sentence;

    private interface Setting {
        ResultFormat set(ResultFormat format, Optional<String> value);
    }

    private interface Given {
        ResultFormat set(ResultFormat format, String text);
    }

    FormatOption(Setting setting, Function<ResultFormat, String> value, Function<ResultFormat, String> sentence) {
        this.setting = setting;
        this.value = value;
        this.sentence = sentence;
    }

    /** The format with this option set; without a value it is turned over, taken away, or stays as it is. */
    ResultFormat set(ResultFormat format, Optional<String> text) {
        return setting.set(format, text);
    }

    /** As {@code \pset} lists it. */
    String value(ResultFormat format) {
        return value.apply(format);
    }

    /** What is said when it was set. */
    String sentence(ResultFormat format) {
        return sentence.apply(format);
    }

    /** Whether psql says nothing if it was given a value. */
    boolean isSilent() {
        return this == TUPLES_ONLY || this == FOOTER || this == NUMERICLOCALE;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws UsageException if there is no such option */
    static FormatOption named(String name) {
        String meant = switch (name) {
            case "t" -> "tuples_only";
            case "x", "vertical" -> "expanded";
            case "C" -> "title";
            case "T" -> "tableattr";
            default -> name;
        };
        return Arrays.stream(values())
                .filter(option -> option.label().equals(meant))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown option: " + name + "; options are "
                        + Arrays.stream(values()).map(FormatOption::label).collect(Collectors.joining(", "))));
    }

    /** One that stays as it is without a value. */
    private static Setting given(Given setting) {
        return (format, value) -> value.map(text -> setting.set(format, text)).orElse(format);
    }

    private static String csvSeparator(String text) {
        if (text.length() != 1 || text.charAt(0) > '\u007f' || text.equals(FormatOption.ZERO)) {
            throw new UsageException("csv_fieldsep must be a single one-byte character");
        }
        if ("\"\n\r".contains(text)) {
            throw new UsageException("csv_fieldsep cannot be a double quote, a newline, or a carriage return");
        }
        return text;
    }

    private static ResultFormat.Expanded expanded(ResultFormat format, Optional<String> value) {
        boolean auto = value.filter("auto"::equalsIgnoreCase).isPresent();
        return auto
                ? ResultFormat.Expanded.AUTO
                : isOn(
                                "expanded",
                                value,
                                "available values are on, off, auto",
                                format.expanded() != ResultFormat.Expanded.OFF)
                        ? ResultFormat.Expanded.ON
                        : ResultFormat.Expanded.OFF;
    }

    private static ResultFormat.Paging paging(ResultFormat format, Optional<String> value) {
        boolean always = value.filter("always"::equalsIgnoreCase).isPresent();
        return always
                ? ResultFormat.Paging.ALWAYS
                : isOn("pager", value, "available values are on, off, always", format.pager() == ResultFormat.Paging.ON)
                        ? ResultFormat.Paging.ON
                        : ResultFormat.Paging.OFF;
    }

    /** As psql, one that begins so, and the long table of LaTeX only where no other does. */
    private static ResultFormat.Kind kind(String text) {
        List<ResultFormat.Kind> kinds = Arrays.stream(ResultFormat.Kind.values())
                .filter(kind -> begins(kind.word(), text))
                .filter(kind -> kind != ResultFormat.Kind.LATEX_LONGTABLE || text.length() > "latex".length())
                .toList();
        if (kinds.isEmpty()) {
            throw new UsageException("allowed formats are "
                    + Arrays.stream(ResultFormat.Kind.values())
                            .map(ResultFormat.Kind::word)
                            .collect(Collectors.joining(", ")));
        }
        if (kinds.size() > 1) {
            throw new UsageException("ambiguous abbreviation \"" + text + "\" matches both \""
                    + kinds.get(0).word() + "\" and \"" + kinds.get(1).word() + "\"");
        }
        return kinds.get(0);
    }

    private static TableLook.Lines lines(String text) {
        return Arrays.stream(TableLook.Lines.values())
                .filter(lines -> begins(word(lines), text))
                .findFirst()
                .orElseThrow(() -> new UsageException("allowed line styles are ascii, old-ascii, unicode"));
    }

    private static String word(TableLook.Lines lines) {
        return lines.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean begins(String word, String text) {
        return word.regionMatches(true, 0, text, 0, text.length());
    }

    private static boolean border(ResultFormat format) {
        return format.look().doubled().border();
    }

    private static boolean column(ResultFormat format) {
        return format.look().doubled().column();
    }

    private static boolean header(ResultFormat format) {
        return format.look().doubled().header();
    }

    private static ResultFormat doubled(ResultFormat format, boolean border, boolean column, boolean header) {
        return format.with(format.look().with(new TableLook.Doubled(border, column, header)));
    }

    private static boolean doubled(String what, String text) {
        if (!begins("single", text) && !begins("double", text)) {
            throw new UsageException("allowed Unicode " + what + " line styles are single, double");
        }
        return !begins("single", text);
    }

    private static String single(boolean isDouble) {
        return isDouble ? "double" : "single";
    }

    private static String separator(String what, String separator) {
        return what + " separator is " + (separator.equals(ZERO) ? "zero byte" : "\"" + separator + "\"") + ".";
    }

    private static String zeroless(String text) {
        return text.equals(ZERO) ? "" : text;
    }

    private static String quoted(String text) {
        return "'" + text.replace("\n", "\\n").replace("'", "\\'") + "'";
    }

    private static String word(boolean on) {
        return on ? "on" : "off";
    }

    private static boolean flag(String label, Optional<String> value, boolean now) {
        return isOn(label, value, "Boolean expected", now);
    }

    /** Without a value it is turned over. */
    private static boolean isOn(String label, Optional<String> value, String expected, boolean now) {
        if (value.isEmpty()) {
            return !now;
        }
        String text = value.get().toLowerCase(Locale.ROOT);
        if (!TRUE.contains(text) && !FALSE.contains(text)) {
            throw new UsageException("unrecognized value \"" + value.get() + "\" for \"" + label + "\": " + expected);
        }
        return TRUE.contains(text);
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,4}")) {
            throw new UsageException("expected a number, found \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }
}
