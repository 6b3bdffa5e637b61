package dev.memcheck.shell.command;

import dev.memcheck.render.table.ResultFormat;
import dev.memcheck.shell.out.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code \pset} sets, with psql's words. */
enum FormatOption {
    BORDER {
        @Override
        ResultFormat set(ResultFormat format, Optional<String> value) {
            return value.map(text -> format.withBorder(number(text))).orElse(format);
        }

        @Override
        String value(ResultFormat format) {
            return Integer.toString(format.border());
        }

        @Override
        String sentence(ResultFormat format) {
            return "Border style is " + format.border() + ".";
        }
    },
    CSV_FIELDSEP {
        @Override
        ResultFormat set(ResultFormat format, Optional<String> value) {
            if (value.filter(text -> !text.matches("[\\x01-\\x7F&&[^\"\n\r]]")).isPresent()) {
                throw new UsageException("csv_fieldsep must be a single one-byte character");
            }
            return value.map(format::withCsvSeparator).orElse(format);
        }

        @Override
        String value(ResultFormat format) {
            return "'" + format.csvSeparator() + "'";
        }

        @Override
        String sentence(ResultFormat format) {
            return "Field separator for CSV is \"" + format.csvSeparator() + "\".";
        }
    },
    EXPANDED {
        @Override
        ResultFormat set(ResultFormat format, Optional<String> value) {
            if (value.isEmpty()) {
                return format.with(
                        format.expanded() == ResultFormat.Expanded.OFF
                                ? ResultFormat.Expanded.ON
                                : ResultFormat.Expanded.OFF);
            }
            String text = value.get().toLowerCase(Locale.ROOT);
            return format.with(
                    text.equals("auto")
                            ? ResultFormat.Expanded.AUTO
                            : truth(
                                            text,
                                            "unrecognized value \"" + value.get()
                                                    + "\" for \"expanded\": available values are on, off, auto")
                                    ? ResultFormat.Expanded.ON
                                    : ResultFormat.Expanded.OFF);
        }

        @Override
        String value(ResultFormat format) {
            return format.expanded().name().toLowerCase(Locale.ROOT);
        }

        @Override
        String sentence(ResultFormat format) {
            return "Expanded display is "
                    + (format.expanded() == ResultFormat.Expanded.AUTO ? "used automatically" : value(format)) + ".";
        }
    },
    FIELDSEP {
        @Override
        ResultFormat set(ResultFormat format, Optional<String> value) {
            return value.map(format::withFieldSeparator).orElse(format);
        }

        @Override
        String value(ResultFormat format) {
            return "'" + format.fieldSeparator() + "'";
        }

        @Override
        String sentence(ResultFormat format) {
            return "Field separator is \"" + format.fieldSeparator() + "\".";
        }
    },
    FOOTER {
        @Override
        ResultFormat set(ResultFormat format, Optional<String> value) {
            return format.withFooter(value.map(text -> flag(this, text)).orElse(!format.footer()));
        }

        @Override
        String value(ResultFormat format) {
            return word(format.footer());
        }

        @Override
        String sentence(ResultFormat format) {
            return "Default footer is " + value(format) + ".";
        }
    },
    FORMAT {
        @Override
        ResultFormat set(ResultFormat format, Optional<String> value) {
            if (value.isEmpty()) {
                return format;
            }
            String text = value.get().toLowerCase(Locale.ROOT);
            List<ResultFormat.Kind> kinds = Arrays.stream(ResultFormat.Kind.values())
                    .filter(kind -> !text.isEmpty() && word(kind).startsWith(text))
                    .toList();
            if (kinds.size() != 1) {
                throw new UsageException("allowed formats are aligned, csv, html, unaligned");
            }
            return format.with(kinds.get(0));
        }

        @Override
        String value(ResultFormat format) {
            return word(format.kind());
        }

        @Override
        String sentence(ResultFormat format) {
            return "Output format is " + value(format) + ".";
        }
    },
    NULL {
        @Override
        ResultFormat set(ResultFormat format, Optional<String> value) {
            return value.map(format::withNull).orElse(format);
        }

        @Override
        String value(ResultFormat format) {
            return "'" + format.nullText() + "'";
        }

        @Override
        String sentence(ResultFormat format) {
            return "Null display is \"" + format.nullText() + "\".";
        }
    },
    PAGER {
        @Override
        ResultFormat set(ResultFormat format, Optional<String> value) {
            if (value.isEmpty()) {
                return format.with(
                        format.pager() == ResultFormat.Paging.ON ? ResultFormat.Paging.OFF : ResultFormat.Paging.ON);
            }
            String text = value.get().toLowerCase(Locale.ROOT);
            return format.with(
                    text.equals("always")
                            ? ResultFormat.Paging.ALWAYS
                            : truth(
                                            text,
                                            "unrecognized value \"" + value.get()
                                                    + "\" for \"pager\": available values are on, off, always")
                                    ? ResultFormat.Paging.ON
                                    : ResultFormat.Paging.OFF);
        }

        @Override
        String value(ResultFormat format) {
            return Integer.toString(format.pager().ordinal());
        }

        @Override
        String sentence(ResultFormat format) {
            return switch (format.pager()) {
                case OFF -> "Pager usage is off.";
                case ON -> "Pager is used for long output.";
                case ALWAYS -> "Pager is always used.";
            };
        }
    },
    PAGER_MIN_LINES {
        @Override
        ResultFormat set(ResultFormat format, Optional<String> value) {
            return value.map(text -> format.withPagerMinLines(number(text))).orElse(format);
        }

        @Override
        String value(ResultFormat format) {
            return Integer.toString(format.pagerMinLines());
        }

        @Override
        String sentence(ResultFormat format) {
            int lines = format.pagerMinLines();
            return "Pager won't be used for less than " + lines + (lines == 1 ? " line." : " lines.");
        }
    },
    TUPLES_ONLY {
        @Override
        ResultFormat set(ResultFormat format, Optional<String> value) {
            return format.withTuplesOnly(value.map(text -> flag(this, text)).orElse(!format.tuplesOnly()));
        }

        @Override
        String value(ResultFormat format) {
            return word(format.tuplesOnly());
        }

        @Override
        String sentence(ResultFormat format) {
            return "Tuples only is " + value(format) + ".";
        }
    };

    private static final List<String> TRUE = List.of("on", "true", "yes", "1");
    private static final List<String> FALSE = List.of("off", "false", "no", "0");

    /** The format with this option set; without a value it is turned over, or stays as it is. */
    abstract ResultFormat set(ResultFormat format, Optional<String> value);

    /** As {@code \pset} lists it. */
    abstract String value(ResultFormat format);

    /** What is said when it was set. */
    abstract String sentence(ResultFormat format);

    /** Whether psql says nothing if it was given a value. */
    boolean isSilent() {
        return this == TUPLES_ONLY || this == FOOTER;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws UsageException if there is no such option */
    static FormatOption named(String name) {
        String meant = name.equals("t") ? "tuples_only" : name.matches("x|vertical") ? "expanded" : name;
        return Arrays.stream(values())
                .filter(option -> option.label().equals(meant))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown option: " + name + "; options are "
                        + Arrays.stream(values()).map(FormatOption::label).collect(Collectors.joining(", "))));
    }

    private static String word(boolean on) {
        return on ? "on" : "off";
    }

    private static String word(ResultFormat.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static boolean flag(FormatOption option, String text) {
        return truth(
                text.toLowerCase(Locale.ROOT),
                "unrecognized value \"" + text + "\" for \"" + option.label() + "\": Boolean expected");
    }

    private static boolean truth(String text, String otherwise) {
        if (TRUE.contains(text)) {
            return true;
        }
        if (!FALSE.contains(text)) {
            throw new UsageException(otherwise);
        }
        return false;
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,4}")) {
            throw new UsageException("expected a number, found \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }
}
