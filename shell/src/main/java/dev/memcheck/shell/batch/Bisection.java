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
    private static final Pattern FIRST = Pattern.compile("(?m)^([0-9a-f]{7,64}) is the first '?(?:bad|fixed)'? commit");
    private static final Pattern STEPS = Pattern.compile("roughly ([0-9]+) step");
    private static final Pattern PARTED = Pattern.compile("merge base ([0-9a-f]{7,64}) is bad");

    /**
     * What came of it.
     *
     * @param fixed whether GOOD is the newer one, and so the first good commit was looked for
     * @param first that commit, or the first bad one, if there is one that is certain
     * @param outcome of the run that shows the finding
     * @param left where it was skipped, or lies behind one that was: those that it may be
     */
    public record Result(
            boolean fixed, Optional<String> first, Optional<CommitTrial.Outcome> outcome, List<String> left) {
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
    private final Path git;

    /** How many commits git still has to ask for, in words. */
    private String remaining = "";

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
        this.git = Path.of(git(directory, "rev-parse", "--path-format=absolute", "--git-common-dir")
                .text()
                .strip());
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
        if (goodCommit.equals(badCommit)) {
            throw new UsageException(good + " and " + bad + " are the same commit");
        }
        boolean fixed = Tool.run(repository, "git", "merge-base", "--is-ancestor", badCommit, goodCommit)
                .good();
        if (!git(repository, "status", "--porcelain", "-uno").text().isBlank()) {
            told.accept("what is changed here and not committed is not looked at");
        }
        git(repository, "worktree", "add", "--detach", checkout.toString(), goodCommit);
        requireGood(goodCommit, good);
        git(checkout, "checkout", "-q", "--detach", badCommit);
        require(badCommit, CommitTrial.Verdict.BAD, bad);
        String answer = fixed
                ? git(checkout, "bisect", "start", "--term-old=broken", "--term-new=fixed", goodCommit, badCommit)
                        .text()
                : git(checkout, "bisect", "start", badCommit, goodCommit).text();
        while (true) {
            Matcher first = FIRST.matcher(answer);
            if (first.find()) {
                return found(commit(first.group(1)), fixed);
            }
            if (answer.contains("There are only 'skip'ped commits left")) {
                return new Result(fixed, Optional.empty(), Optional.empty(), left(answer));
            }
            Matcher parted = PARTED.matcher(answer);
            if (parted.find()) {
                throw new UsageException(
                        good + " and " + bad + " lie on two branches, and the commit where they part is"
                                + " bad: " + named(parted.group(1)) + ". Somebody mended it on the way to " + good
                                + "; which commit did so says: memcheck bisect " + good + " "
                                + parted.group(1).substring(0, 12) + " ...");
            }
            Matcher steps = STEPS.matcher(answer);
            remaining = steps.find() ? ", some " + steps.group(1) + " more" : "";
            CommitTrial.Verdict verdict = judged(commitIn(checkout, "HEAD")).verdict();
            // git exits with 2 where only skipped ones are left, and says so
            answer = Tool.run(checkout, "git", "bisect", word(verdict, fixed)).text();
            if (!answer.contains("Bisecting:")
                    && !FIRST.matcher(answer).find()
                    && !answer.contains("'skip'ped")
                    && !PARTED.matcher(answer).find()) {
                throw new UsageException("git bisect failed: " + answer.strip());
            }
        }
    }

    private static String word(CommitTrial.Verdict verdict, boolean fixed) {
        if (!fixed || verdict == CommitTrial.Verdict.SKIP) {
            return verdict.name().toLowerCase(Locale.ROOT);
        }
        return verdict == CommitTrial.Verdict.GOOD ? "fixed" : "broken";
    }

    /** A commit that mends shows nothing itself: the one before it does. */
    private Result found(String first, boolean fixed) {
        String shows = fixed ? first + "^" : first;
        Tool commit = Tool.run(repository, "git", "rev-parse", "--verify", "-q", shows);
        return new Result(
                fixed,
                Optional.of(named(first)),
                Optional.ofNullable(outcomes.get(commit.text().strip())),
                List.of());
    }

    /** What it has findings of already is not what is looked for. */
    private void requireGood(String commit, String word) {
        if (judged(commit).verdict() == CommitTrial.Verdict.BAD) {
            Path known = checkout.resolveSibling("known");
            CommitTrial.Outcome outcome = trial.knowing(known);
            outcomes.put(commit, outcome);
            if (outcome.verdict() == CommitTrial.Verdict.GOOD) {
                told.accept("what is found there is known from now on: "
                        + String.join("; ", trial.known().orElseThrow()));
            }
        }
        require(commit, CommitTrial.Verdict.GOOD, word);
    }

    private void require(String commit, CommitTrial.Verdict expected, String word) {
        CommitTrial.Outcome outcome = judged(commit);
        if (outcome.verdict() != expected) {
            String found = outcome.verdict() == CommitTrial.Verdict.SKIP
                    ? "there is no verdict of it (" + outcome.why() + ")"
                    : "it is " + outcome.word() + (trial.known().isPresent() ? ", but for what is known" : "");
            if (!outcome.printed().isBlank()) {
                told.accept(outcome.printed().stripTrailing());
            }
            throw new UsageException(word + " is to be " + expected.name().toLowerCase(Locale.ROOT) + ", but " + found);
        }
    }

    private CommitTrial.Outcome judged(String commit) {
        return outcomes.computeIfAbsent(commit, unused -> {
            tidy();
            Submodules submodules = Submodules.of(checkout, git);
            CommitTrial.Outcome outcome = trial.of(subject);
            submodules.remove();
            if (trial.isOver()) {
                throw new CancellationException("interrupted");
            }
            tidy();
            boolean skipped = outcome.verdict() == CommitTrial.Verdict.SKIP;
            told.accept(named(commit) + ": "
                    + (skipped ? "skipped, " + outcome.why() : outcome.word() + " (" + outcome.why() + ")")
                    + (skipped && !submodules.missing().isEmpty()
                            ? "; submodules that could not be had: " + String.join(", ", submodules.missing())
                            : "")
                    + remaining);
            return outcome;
        });
    }

    /** Takes away what a build made and changed, also where it is ignored. */
    private void tidy() {
        git(checkout, "reset", "-q", "--hard");
        git(checkout, "clean", "-q", "-ffdx");
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
