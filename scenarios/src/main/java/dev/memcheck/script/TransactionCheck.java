package dev.memcheck.script;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds, before anything runs, a statement that ends a transaction which nobody began. Who writes BEGIN and ROLLBACK by
 * habit opens a window with the one, and what ran in it is kept whatever the other says. Where the text cannot tell
 * whether a transaction is open, nothing is found.
 */
final class TransactionCheck {
    /** The one command that runs another text, which may begin a transaction. */
    private static final String RUNS_A_FILE = "i";

    /** Another connection has no window open. */
    private static final Set<String> CONNECTS = Set.of("c", "connect");

    private final Map<String, Session> sessions = new HashMap<>();
    private final Standing standing;
    private final Item.Visitor<Optional<String>> problems = new Problems();
    private Session current;

    /** What is known of one session: the open windows, innermost first, in words; and whether it may be in a transaction. */
    private static final class Session {
        private final Deque<String> windows = new ArrayDeque<>();
        private boolean inTransaction;
    }

    TransactionCheck(Standing standing) {
        this.standing = standing;
        this.current = sessions.computeIfAbsent(standing.session(), unused -> new Session());
        current.inTransaction = standing.inTransaction();
        standing.window().ifPresent(current.windows::push);
    }

    /** Takes the next item; what is wrong with it, empty if nothing is. */
    Optional<String> problem(Item item) {
        return item.accept(problems);
    }

    /** Several statements in one may have begun a transaction. */
    void mayBeOpen() {
        current.inTransaction = true;
    }

    private Session another() {
        Session session = new Session();
        session.inTransaction = standing.othersUnknown();
        return session;
    }

    private Optional<String> problem(String sql) {
        TransactionWord word = TransactionWord.of(sql);
        if (word.needsTransaction() && !current.inTransaction && !current.windows.isEmpty()) {
            return Optional.of(sql.strip().split("\\s+")[0] + " without a transaction: " + current.windows.peek());
        }
        if (word == TransactionWord.OPENS) {
            current.inTransaction = true;
        } else if (word == TransactionWord.ENDS) {
            current.inTransaction = false;
        }
        return Optional.empty();
    }

    /** What is wrong with each kind of item. */
    private final class Problems implements Item.Visitor<Optional<String>> {
        @Override
        public Optional<String> sql(Item.Sql sql) {
            return problem(sql.text());
        }

        @Override
        public Optional<String> begin(Item.Begin begin) {
            String word = begin.isBare() ? begin.text() : "begin";
            current.windows.push(
                    "the " + word + " at " + begin.position() + " opens a memcheck window, not a transaction");
            return Optional.empty();
        }

        @Override
        public Optional<String> end(Item.End end) {
            current.windows.poll();
            return Optional.empty();
        }

        @Override
        public Optional<String> expect(Item.Expect expect) {
            return Optional.empty();
        }

        @Override
        public Optional<String> command(Item.Command command) {
            current.inTransaction |= command.name().equals(RUNS_A_FILE);
            if (CONNECTS.contains(command.name())) {
                current.windows.clear();
            }
            return Optional.empty();
        }

        /** The items of its body came one by one. */
        @Override
        public Optional<String> repeat(Item.Repeat repeat) {
            return Optional.empty();
        }

        /** It stands outside windows. */
        @Override
        public Optional<String> warmup(Item.Warmup warmup) {
            return Optional.empty();
        }

        @Override
        public Optional<String> connect(Item.Connect connect) {
            current = sessions.computeIfAbsent(connect.session(), unused -> another());
            return Optional.empty();
        }

        @Override
        public Optional<String> timeout(Item.Timeout timeout) {
            return Optional.empty();
        }

        @Override
        public Optional<String> cancelTimeout(Item.CancelTimeout cancelTimeout) {
            return Optional.empty();
        }

        @Override
        public Optional<String> onError(Item.OnError onError) {
            return Optional.empty();
        }

        @Override
        public Optional<String> scenario(Item.Scenario scenario) {
            return Optional.empty();
        }

        /** What it says is known later; the loop sees to it then. */
        @Override
        public Optional<String> late(Item.Late late) {
            return Optional.empty();
        }
    }
}
