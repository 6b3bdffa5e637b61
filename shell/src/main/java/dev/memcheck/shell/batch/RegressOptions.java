package dev.memcheck.shell.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Options as pg_regress takes them: {@code --name=value} or {@code --name value}. The last one counts where only one can. */
final class RegressOptions {
    private static final Set<String> FLAGS = Set.of("--no-locale", "--use-existing", "--debug");

    private final List<String> words;

    /** @param text of a Makefile's variables; quotes group words */
    RegressOptions(String text) {
        List<String> found = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (char character : (text + " ").toCharArray()) {
            if (quote != 0 ? character == quote : character == '\'' || character == '"') {
                quote = quote == 0 ? character : 0;
            } else if (quote == 0 && Character.isWhitespace(character)) {
                found.add(word.toString());
                word.setLength(0);
            } else {
                word.append(character);
            }
        }
        found.removeIf(String::isEmpty);
        words = List.copyOf(found);
    }

    /** All values of an option, in their order. */
    List<String> all(String option) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).startsWith(option + "=")) {
                values.add(words.get(i).substring(option.length() + 1));
            } else if (words.get(i).equals(option) && i + 1 < words.size()) {
                values.add(words.get(++i));
            }
        }
        return values;
    }

    /** What is no option, nor the value of one. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            boolean option = words.get(i).startsWith("--");
            if (!option) {
                names.add(words.get(i));
            } else if (!words.get(i).contains("=") && !FLAGS.contains(words.get(i))) {
                i++;
            }
        }
        return names;
    }

    Optional<String> last(String option) {
        List<String> values = all(option);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    boolean has(String option) {
        return words.contains(option);
    }
}
