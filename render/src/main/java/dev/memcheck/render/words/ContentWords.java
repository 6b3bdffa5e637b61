package dev.memcheck.render.words;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.snapshot.ContentPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is in a context, as {@code holds} of a finding has it: {@code 412 Bitmapset (13 kB), 1126 kB of text in 30 chunks}. */
public final class ContentWords {
    private static final int MOST = 6;

    private ContentWords() {}

    /** The largest first; empty for none. */
    public static String of(List<ContentPart> parts) {
        Map<String, ContentPart> sums = new LinkedHashMap<>();
        for (ContentPart part : parts) {
            sums.merge(part.kind() + ' ' + part.type(), part, ContentWords::sum);
        }
        List<ContentPart> largest = new ArrayList<>(sums.values());
        largest.sort(Comparator.comparingLong(ContentPart::bytes).reversed());
        String words = largest.stream().limit(MOST).map(ContentWords::words).collect(Collectors.joining(", "));
        List<ContentPart> others = largest.subList(Math.min(MOST, largest.size()), largest.size());
        return others.isEmpty()
                ? words
                : words + ", "
                        + AmountWords.counted(
                                others.stream().mapToLong(ContentPart::count).sum(), "other")
                        + in(others.stream().mapToLong(ContentPart::bytes).sum());
    }

    private static ContentPart sum(ContentPart one, ContentPart other) {
        return new ContentPart(
                one.context(),
                one.kind(),
                one.type(),
                Math.max(one.sizeClass(), other.sizeClass()),
                one.count() + other.count(),
                one.bytes() + other.bytes(),
                one.followed() && other.followed());
    }

    private static String words(ContentPart part) {
        String type = ServerText.clean(part.type());
        return switch (part.kind()) {
            case "text" ->
                AmountWords.bytes(part.bytes()) + " of " + type + (type.equals("string") ? "s in " : " in ")
                        + chunks(part);
            case "unread" -> AmountWords.bytes(part.bytes()) + " not looked into (" + type + ")";
            case "size" -> chunks(part) + " of up to " + AmountWords.bytes(part.sizeClass()) + in(part.bytes());
            default -> part.count() + " " + type + in(part.bytes());
        };
    }

    private static String chunks(ContentPart part) {
        return AmountWords.counted(part.count(), "chunk");
    }

    private static String in(long bytes) {
        return " (" + AmountWords.bytes(bytes) + ")";
    }
}
