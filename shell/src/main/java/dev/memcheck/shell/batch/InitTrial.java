package dev.memcheck.shell.batch;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.cluster.CallSession;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.backend.cluster.RegressionDatabase;
import dev.memcheck.backend.cluster.RegressionSubject;
import dev.memcheck.source.CallTrial;
import dev.memcheck.source.CargoCrate;
import dev.memcheck.source.ExtensionSource;
import dev.memcheck.source.FirstSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the first session of an extension, with each call tried on a private server that is thrown away. */
public final class InitTrial {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int RENEWALS = 3;
    private static final String CANCELLED = "57014";
    private static final Pattern MODULE = Pattern.compile("(?m)^\\s*module_pathname\\s*=\\s*'([^']+)'");

    private final ExtensionSource source;
    private final PrivateClusterOptions server;
    private final Set<String> libraries;
    private final FirstSession.Form form;

    /** Calls that one server can be asked once. */
    private final Map<String, CallTrial.Answer> known = new HashMap<>();

    /** The session, and why its calls were not tried if they were not. */
    public record Outcome(FirstSession.Written session, Optional<String> untried) {}

    /** @param installed where the server has its extensions */
    public InitTrial(
            ExtensionSource source, PrivateClusterOptions server, Optional<Path> installed, FirstSession.Form form) {
        this.form = form;
        this.source = source;
        this.server = server;
        this.libraries = new HashSet<>(Set.of(source.name()));
        installed
                .flatMap(extensions -> library(extensions.resolve(source.name() + ".control")))
                .map(RegressionSubject::libraryOf)
                .ifPresent(libraries::add);
    }

    private static Optional<String> library(Path control) {
        try {
            Matcher named = MODULE.matcher(
                    Files.isRegularFile(control) ? Files.readString(control, StandardCharsets.ISO_8859_1) : "");
            return named.find() ? Optional.of(named.group(1)) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Writes it. A server that says that a library must be loaded when it starts is started again with it.
     *
     * @param settings as the tests of the extension have them
     * @param wanted whether to try at all
     */
    public Outcome session(RegressionServer settings, boolean wanted) {
        List<String> backend = new ArrayList<>(settings.words());
        if (!wanted) {
            return new Outcome(FirstSession.of(source, backend, Optional.empty(), form), Optional.empty());
        }
        try {
            PrivateClusterOptions shaped = server;
            for (Map.Entry<String, String> setting : settings.plain().entrySet()) {
                shaped = shaped.withSetting(setting.getKey(), setting.getValue());
            }
            for (String library : settings.preload()) {
                shaped = shaped.withPreload(library);
            }
            if (source.crate().filter(CargoCrate::shared).isPresent()) {
                shaped = shaped.withPreload(source.name());
            }
            Attempt attempt = attempt(shaped, backend);
            if (!attempt.preload().isEmpty()) {
                for (String library : attempt.preload()) {
                    shaped = shaped.withPreload(library);
                    backend.add("preload=" + library);
                }
                known.clear();
                attempt = attempt(shaped, backend);
            }
            // What drops a part of the extension takes away what calls before it made; so all is tried without it.
            for (long dropping = 0, left = RENEWALS; left > 0 && dropping != dropping(); left--) {
                dropping = dropping();
                attempt = attempt(shaped, backend);
            }
            return attempt.outcome();
        } catch (BackendUnavailableException e) {
            return untried(backend, e.getMessage());
        }
    }

    private long dropping() {
        return known.values().stream()
                .filter(answer -> answer.end() == CallTrial.End.DROPS)
                .count();
    }

    private Outcome untried(List<String> backend, String why) {
        return new Outcome(FirstSession.of(source, backend, Optional.empty(), form), Optional.of(why));
    }

    /** @param preload what the server says that it lacks */
    private record Attempt(Outcome outcome, List<String> preload) {}

    private Attempt attempt(PrivateClusterOptions options, List<String> backend) {
        try (PrivateCluster cluster = PrivateCluster.start(options)) {
            Outcome outcome;
            try (CallSession session = CallSession.open(cluster, LIMIT, source.name(), FirstSession.setup(source))) {
                outcome = new Outcome(
                        FirstSession.of(
                                source, backend, Optional.of((call, times) -> tried(session, call, times)), form),
                        Optional.empty());
            } catch (BackendUnavailableException e) {
                outcome = untried(backend, e.getMessage());
            }
            List<String> wanted =
                    RegressionDatabase.preloadWanted(cluster, new RegressionSubject(List.of(source.name()), libraries))
                            .stream()
                            .filter(library -> !options.preload().contains(library))
                            .toList();
            return new Attempt(outcome, wanted);
        }
    }

    private CallTrial.Answer tried(CallSession session, String call, int times) {
        CallTrial.Answer before = known.get(call);
        if (before != null && before.end() == CallTrial.End.DROPS) {
            return before;
        }
        CallTrial.Answer answer = repeated(session, call, before == null ? times : 1);
        Optional<String> dropped = session.isIdle() ? session.dropped() : Optional.empty();
        if (dropped.isPresent()) {
            session.renew();
            answer = new CallTrial.Answer(CallTrial.End.DROPS, "", dropped.get());
        }
        if (before != null) {
            return answer.end() == CallTrial.End.GOOD ? before : answer;
        }
        if (answer.end() == CallTrial.End.DROPS || answer.end() == CallTrial.End.ONCE) {
            known.put(call, answer);
        }
        return answer;
    }

    private CallTrial.Answer repeated(CallSession session, String call, int times) {
        Optional<CallSession.Refusal> first = session.run(call);
        for (int i = 1; i < times; i++) {
            if (first.filter(refusal -> refusal.state().equals(CANCELLED)).isPresent()) {
                break;
            }
            Optional<CallSession.Refusal> next = session.run(call);
            boolean same = first.map(CallSession.Refusal::state).equals(next.map(CallSession.Refusal::state));
            if (!same) {
                String message = firstLine(first.or(() -> next).get().message());
                return first.isEmpty() && !end(next.get()).equals(CallTrial.End.UNSURE)
                        ? new CallTrial.Answer(CallTrial.End.ONCE, "", message)
                        : new CallTrial.Answer(CallTrial.End.UNSURE, "", "one of its calls failed: " + message);
            }
        }
        if (first.isEmpty()) {
            return new CallTrial.Answer(CallTrial.End.GOOD, "", "");
        }
        return new CallTrial.Answer(
                end(first.get()), first.get().state(), firstLine(first.get().message()));
    }

    private static CallTrial.End end(CallSession.Refusal refusal) {
        return refusal.state().equals(CANCELLED)
                ? CallTrial.End.WAITS
                : refusal.state().isEmpty() ? CallTrial.End.UNSURE : CallTrial.End.ERROR;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
