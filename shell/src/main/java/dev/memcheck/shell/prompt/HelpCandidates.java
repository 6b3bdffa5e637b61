package dev.memcheck.shell.prompt;

import dev.memcheck.render.guide.Guide;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.command.HelpTopic;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jline.reader.Candidate;

/** What {@code \help} can be asked: a topic or command, then the names that the topic has. The guides are read for that only. */
final class HelpCandidates {
    private final Commands commands;

    HelpCandidates(Commands commands) {
        this.commands = commands;
    }

    /** @param index of the word that is typed, from 1 */
    List<Candidate> of(List<String> words, int index) {
        return (index == 1 ? topics() : names(words.get(1), words.subList(2, index)))
                .map(Candidate::new)
                .toList();
    }

    /** Names of contexts as the argument of a command, in quotes where they have spaces or a quote was typed. */
    static List<Candidate> contexts(String begun) {
        return Guide.toContexts().names().stream()
                .map(name -> name.contains(" ") || begun.startsWith("'") ? "'" + name + "'" : name)
                .map(Candidate::new)
                .toList();
    }

    private Stream<String> topics() {
        return Stream.concat(
                Arrays.stream(HelpTopic.values()).map(HelpTopic::label),
                commands.names().stream().filter(name -> Character.isLetter(name.charAt(0))));
    }

    private static Stream<String> names(String topic, List<String> before) {
        if (topic.equals(HelpTopic.FINDING.label())) {
            return before.isEmpty() ? Guide.toFindings().names().stream() : Stream.empty();
        }
        return topic.equals(HelpTopic.CONTEXT.label()) ? rests(before) : Stream.empty();
    }

    /** What may follow the words that stand there: names have several. */
    private static Stream<String> rests(List<String> before) {
        String start = before.isEmpty() ? "" : String.join(" ", before) + " ";
        return Guide.toContexts().names().stream()
                .filter(name -> name.regionMatches(true, 0, start, 0, start.length()))
                .map(name -> name.substring(start.length()));
    }
}
