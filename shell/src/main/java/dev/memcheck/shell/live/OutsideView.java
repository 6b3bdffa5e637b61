package dev.memcheck.shell.live;

import dev.memcheck.backend.Observation;
import dev.memcheck.shell.out.Streams;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Shows on the whole terminal a process that is looked at from outside, again and again. */
public final class OutsideView {
    private final Streams streams;

    public OutsideView(Streams streams) {
        this.streams = streams;
    }

    /**
     * Shows it until the person leaves.
     *
     * @param look takes one look
     * @return false if that cannot be: there is no terminal, or it cannot show it
     */
    public boolean show(String subject, Supplier<Observation> look) {
        return WholeTerminal.show(streams, screen -> {
            LiveFeed feed = new LiveFeed(look);
            feed.follow();
            return new WholeTerminal.Shown(
                    new LiveHost(() -> subject, screen, feed, Optional.empty(), context -> List.of()), feed::close);
        });
    }
}
