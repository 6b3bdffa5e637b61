package dev.memcheck.shell.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.Observer;
import dev.memcheck.run.FakeServer;
import dev.memcheck.shell.FakeBackends;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BackgroundSourceTest {
    @Test
    void theFirstBackendIsTheOneThatWasConnectedMeanwhile() {
        try (BackgroundSource source = new BackgroundSource(FakeBackends.ready()::ofPrompt)) {
            Backend first = source.connect();

            assertThat(first).isNotNull();
            assertThat(source.connect()).isNotNull().isNotSameAs(first);
        }
    }

    @Test
    void aStartThatFailedIsTriedAgainAtTheNextNeed() {
        AtomicInteger tries = new AtomicInteger();
        try (BackgroundSource source = new BackgroundSource(() -> {
            if (tries.incrementAndGet() == 1) {
                throw new BackendUnavailableException("not yet");
            }
            return FakeBackends.ready().ofPrompt();
        })) {
            assertThatThrownBy(source::connect)
                    .isInstanceOf(BackendUnavailableException.class)
                    .hasMessage("not yet");
            assertThat(source.connect()).isNotNull();
        }
    }

    @Test
    void aServerThatHasEndedIsFollowedByANewOne() {
        List<FakeServer> servers = new ArrayList<>();
        try (BackgroundSource source = new BackgroundSource(() -> {
            servers.add(new FakeServer());
            return servers.get(servers.size() - 1);
        })) {
            source.connect();
            assertThat(source.connect()).isNotNull();
            assertThat(servers).hasSize(1);
            servers.get(0).ending("the server has ended");

            assertThat(source.explainLoss(101))
                    .hasValue(
                            "the server has ended\na new server is started; what was created in the old one has gone with it");
            assertThat(source.connect()).isNotNull();
            assertThat(servers).hasSize(2);
            assertThat(source.explainLoss(4711)).isEmpty();
        }
    }

    @Test
    void theNewServerIsTheOneThatIsObserved() {
        List<String> asked = new ArrayList<>();
        List<FakeServer> servers = new ArrayList<>();
        try (BackgroundSource source = new BackgroundSource(() -> {
            String name = "server " + (servers.size() + 1);
            servers.add(new FakeServer().observedBy(observer(call -> asked.add(name + ": " + call))));
            return servers.get(servers.size() - 1);
        })) {
            source.connect();
            Observer observer = source.observer();
            observer.backends();
            servers.get(0).ending("the server has ended");
            source.connect();
            observer.backends();
        }
        assertThat(asked).containsExactly("server 1: backends", "server 1: close", "server 2: backends");
    }

    private static Observer observer(Consumer<String> told) {
        return (Observer) Proxy.newProxyInstance(
                Observer.class.getClassLoader(), new Class<?>[] {Observer.class}, (proxy, method, arguments) -> {
                    told.accept(method.getName());
                    return method.getReturnType() == List.class ? List.of() : null;
                });
    }

    @Test
    void whoWaitsMayBeLetGoAndGetsTheBackendLater() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (BackgroundSource source = new BackgroundSource(FakeBackends.behind(gate)::ofPrompt)) {
            FutureTask<Backend> waiting = new FutureTask<>(source::connect);
            Thread thread = new Thread(waiting);
            thread.start();
            // Until it waits, there is nothing to stop.
            while (thread.isAlive()) {
                source.interrupted();
                thread.join(Duration.ofMillis(10).toMillis());
            }

            assertThatThrownBy(waiting::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("interrupted; the backend is still being started");
            gate.countDown();
            assertThat(source.connect()).isNotNull();
        }
    }
}
