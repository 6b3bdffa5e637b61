package dev.memcheck.shell.batch;

import dev.memcheck.shell.out.UsageException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks with git for the first commit of a repository that is bad. The repository's own checkout is not touched. */
public final class Bisection implements AutoCloseable {
    private static final Pattern FIRST = Pattern.compile("(?m)^([0-9a-f]{7,64}) is the first '?bad'? commit");

    /**
     * What came of it.
     *
     * @param first the first bad commit, if there is one that is certain
     * @param outcome of its run
     * @param left where the first bad one was skipped, or lies behind one that was: those that it may be
     */
    public record Result(Optional<String> first, Optional<CommitTrial.Outcome> outcome, List<String> left) {
        public Result {
            left = List.copyOf(left);
        }
    }

    private final Path repository;
    private final Path checkout;
    private final Path subject;
    private final CommitTrial trial;
    private final Consumer<String> told;
    private final Map<String, CommitTrial.Outcome> outcomes = new HashMap<>();

    /**
     * @param directory of the extension, in the repository
     * @param checkout where commits are checked out, not there yet
     * @param told hears of each commit
     * @param interruption ends what runs
     * @throws UsageException if that is no repository
     */
    public Bisection(
            Path directory, Path checkout, CommitTrial trial, Consumer<String> told, Interruption interruption) {
        Tool prefix = Tool.run(directory, "git", "rev-parse", "--show-prefix");
        if (!prefix.good()) {
            throw new UsageException(
                    "memcheck bisect expects to be started in the extension's git checkout: " + prefix.lastLine());
        }
        this.repository = directory;
        this.checkout = checkout;
        this.subject = checkout.resolve(prefix.text().strip());
        this.trial = trial;
        this.told = told;
        interruption.onRequest(trial::end);
    }

    /**
     * @throws UsageException if one of the two is no commit, or is not as it is said to be
     * @throws CancellationException if it was interrupted
     */
    public Result run(String good, String bad) {
        String goodCommit = commit(good);
        String badCommit = commit(bad);
        git(repository, "worktree", "add", "--detach", checkout.toString(), badCommit);
        require(badCommit, CommitTrial.Verdict.BAD, bad);
        git(checkout, "checkout", "-q", "--detach", goodCommit);
        require(goodCommit, CommitTrial.Verdict.GOOD, good);
        String answer = git(checkout, "bisect", "start", badCommit, goodCommit).text();
        while (true) {
            Matcher first = FIRST.matcher(answer);
            if (first.find()) {
                String found = commit(first.group(1));
                return new Result(Optional.of(named(found)), Optional.ofNullable(outcomes.get(found)), List.of());
            }
            if (answer.contains("There are only 'skip'ped commits left")) {
                return new Result(Optional.empty(), Optional.empty(), left(answer));
            }
            // git exits with 2 where only skipped ones are left, and says so
            answer = Tool.run(
                            checkout,
                            "git",
                            "bisect",
                            judged(commitIn(checkout, "HEAD")).word())
                    .text();
            if (!answer.contains("Bisecting:") && !FIRST.matcher(answer).find() && !answer.contains("'skip'ped")) {
                throw new UsageException("git bisect failed: " + answer.strip());
            }
        }
    }

    private void require(String commit, CommitTrial.Verdict expected, String word) {
        CommitTrial.Outcome outcome = judged(commit);
        if (outcome.verdict() != expected) {
            String found = outcome.verdict() == CommitTrial.Verdict.SKIP
                    ? "there is no verdict of it (" + outcome.why() + ")"
                    : "it is " + outcome.word();
            if (!outcome.printed().isBlank()) {
                told.accept(outcome.printed().stripTrailing());
            }
            throw new UsageException(word + " is to be " + expected.name().toLowerCase(Locale.ROOT) + ", but " + found);
        }
    }

    private CommitTrial.Outcome judged(String commit) {
        return outcomes.computeIfAbsent(commit, unused -> {
            CommitTrial.Outcome outcome = trial.of(subject);
            if (trial.isOver()) {
                throw new CancellationException("interrupted");
            }
            // what the build made and changed, also where it is ignored
            git(checkout, "reset", "-q", "--hard");
            git(checkout, "clean", "-q", "-ffdx");
            told.accept(named(commit) + ": "
                    + (outcome.verdict() == CommitTrial.Verdict.SKIP
                            ? "skipped, " + outcome.why()
                            : outcome.word() + " (" + outcome.why() + ")"));
            return outcome;
        });
    }

    private List<String> left(String answer) {
        return answer.lines()
                .filter(line -> line.matches("[0-9a-f]{40,64}"))
                .map(this::named)
                .toList();
    }

    private String named(String commit) {
        return git(repository, "log", "-1", "--format=%h %s", commit).text().strip();
    }

    private String commit(String word) {
        return commitIn(repository, word);
    }

    private static String commitIn(Path directory, String word) {
        Tool answer = Tool.run(directory, "git", "rev-parse", "--verify", "-q", "--end-of-options", word + "^{commit}");
        if (!answer.good()) {
            throw new UsageException("\"" + word + "\" is no commit of this repository");
        }
        return answer.text().strip();
    }

    private static Tool git(Path directory, String... words) {
        String[] command = new String[words.length + 1];
        command[0] = "git";
        System.arraycopy(words, 0, command, 1, words.length);
        Tool answer = Tool.run(directory, command);
        if (!answer.good()) {
            throw new UsageException("git " + words[0] + " failed: " + answer.lastLine());
        }
        return answer;
    }

    /** Takes the checkout away. */
    @Override
    public void close() {
        Tool.run(repository, "git", "worktree", "remove", "--force", checkout.toString());
    }
}
