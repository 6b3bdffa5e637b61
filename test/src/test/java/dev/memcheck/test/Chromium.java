package dev.memcheck.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A real browser without a window, told what to do over its DevTools protocol. */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final long DEADLINE_SECONDS = 180;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final Process process;
    private final WebSocket socket;
    private int lastCall;

    private Chromium(Process process, Path profile) throws IOException, InterruptedException {
        this.process = process;
        try {
            int port = port(profile);
            HttpRequest newPage = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new"))
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .timeout(Duration.ofSeconds(DEADLINE_SECONDS))
                    .build();
            String page =
                    http.send(newPage, HttpResponse.BodyHandlers.ofString()).body();
            URI devTools =
                    URI.create(mapper.readTree(page).get("webSocketDebuggerUrl").asText());
            socket = http.newWebSocketBuilder()
                    .buildAsync(devTools, new Listener())
                    .join();
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            process.destroy();
            throw e;
        }
    }

    /** The program, if there is one on PATH. */
    static Optional<Path> program() {
        for (String directory : System.getenv("PATH").split(":")) {
            for (String name : NAMES) {
                Path program = Path.of(directory, name);
                if (Files.isExecutable(program)) {
                    return Optional.of(program);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Starts it with an empty page.
     *
     * @param profile an empty directory for what it keeps
     */
    static Chromium start(Path program, Path profile) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        // Root and many containers have no user namespaces; it shows nothing but our own page.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--window-size=1200,900",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("output.txt").toFile());
        builder.environment().put("TMPDIR", profile.toString());
        Process process = builder.start();
        return new Chromium(process, profile);
    }

    /** Opens a page and waits until it is there as a whole. */
    void open(Path page) {
        call("Page.enable");
        call("Runtime.enable");
        call("Network.enable");
        call("Log.enable");
        events.clear();
        call("Page.navigate", "url", page.toUri().toString());
        await("the page", () -> events().contains("Page.loadEventFired"));
    }

    /** What a JavaScript expression gives. */
    JsonNode evaluate(String expression) {
        ObjectNode parameters = mapper.createObjectNode();
        parameters.put("expression", expression).put("returnByValue", true).put("awaitPromise", true);
        JsonNode answer = call("Runtime.evaluate", parameters);
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + " failed: " + answer.get("exceptionDetails"));
        }
        return answer.at("/result/value");
    }

    boolean holds(String expression) {
        return evaluate("Boolean(" + expression + ")").asBoolean();
    }

    /** Waits until an expression holds. */
    void awaitHolds(String expression) {
        await(expression, () -> holds(expression));
    }

    /** Presses a key that has a name, as in {@code Enter}, or a letter. */
    void press(String key) {
        ObjectNode down = mapper.createObjectNode().put("type", "keyDown").put("key", key);
        if (key.length() == 1) {
            down.put("text", key);
        } else if (key.equals("Enter")) {
            down.put("text", "\r").put("windowsVirtualKeyCode", 13);
        } else if (key.equals("Tab")) {
            down.put("windowsVirtualKeyCode", 9);
        }
        call("Input.dispatchKeyEvent", down);
        call(
                "Input.dispatchKeyEvent",
                mapper.createObjectNode().put("type", "keyUp").put("key", key));
    }

    /** Types a text where the focus is. */
    void type(String text) {
        call("Input.insertText", "text", text);
    }

    /**
     * Clicks into the middle of the element that a selector finds first, once it has kept its place for two frames: what was
     * done before may still scroll the page, and the click would miss.
     */
    void click(String selector) {
        JsonNode middle = evaluate("(async () => { const element = document.querySelector(" + quoted(selector) + ");"
                + " const frame = () => new Promise(requestAnimationFrame); let before = null;"
                + " for (;;) { element.scrollIntoView({ block: 'center' }); await frame(); await frame();"
                + " const box = element.getBoundingClientRect();"
                + " const now = [box.x + Math.min(box.width / 2, 20), box.y + box.height / 2];"
                + " if (String(now) === before) return now; before = String(now); } })()");
        for (String type : List.of("mousePressed", "mouseReleased")) {
            ObjectNode parameters = mapper.createObjectNode();
            parameters
                    .put("type", type)
                    .put("x", middle.get(0).asDouble())
                    .put("y", middle.get(1).asDouble())
                    .put("button", "left")
                    .put("clickCount", 1);
            call("Input.dispatchMouseEvent", parameters);
        }
    }

    /** Pretends that the system prefers {@code dark} or {@code light}. */
    void prefer(String scheme) {
        ObjectNode parameters = mapper.createObjectNode();
        parameters
                .putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme);
        call("Emulation.setEmulatedMedia", parameters);
    }

    /** Pretends that the window is so large. */
    void resize(int width, int height) {
        call(
                "Emulation.setDeviceMetricsOverride",
                mapper.createObjectNode()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
    }

    void forbidScripts() {
        call("Emulation.setScriptExecutionDisabled", mapper.createObjectNode().put("value", true));
    }

    /** The page as it stands, as HTML. */
    String html() {
        JsonNode root = call("DOM.getDocument").get("root");
        ObjectNode parameters = mapper.createObjectNode();
        parameters.set("nodeId", root.get("nodeId"));
        return call("DOM.getOuterHTML", parameters).get("outerHTML").asText();
    }

    /** What is in sight, as a PNG file. */
    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                Base64.getDecoder()
                        .decode(call("Page.captureScreenshot").get("data").asText()));
    }

    /** The names of the events since the page was opened. */
    List<String> events() {
        return events.stream().map(event -> event.get("method").asText()).toList();
    }

    /** The addresses that the page asked for. */
    List<String> requests() {
        return events.stream()
                .filter(event -> event.get("method").asText().equals("Network.requestWillBeSent"))
                .map(event -> event.at("/params/request/url").asText())
                .toList();
    }

    @Override
    public void close() {
        socket.abort();
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        process.onExit()
                .orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private JsonNode call(String method) {
        return call(method, mapper.createObjectNode());
    }

    private JsonNode call(String method, String name, String value) {
        return call(method, mapper.createObjectNode().put(name, value));
    }

    private JsonNode call(String method, ObjectNode parameters) {
        int id = ++lastCall;
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = mapper.createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        socket.sendText(message.toString(), true).join();
        JsonNode answered = answer.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
        if (answered.has("error")) {
            throw new AssertionError(method + " was refused: " + answered.get("error"));
        }
        return answered.get("result");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** It writes the port that it took into its profile. */
    private int port(Path profile) throws IOException {
        Path file = profile.resolve("DevToolsActivePort");
        await("the browser", () -> hasLine(file) || !process.isAlive());
        if (!process.isAlive()) {
            throw new IOException("the browser ended at once: " + Files.readString(profile.resolve("output.txt")));
        }
        return Integer.parseInt(Files.readAllLines(file).get(0));
    }

    private static boolean hasLine(Path file) {
        try {
            return Files.exists(file) && Files.readString(file).contains("\n");
        } catch (IOException e) {
            return false;
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + DEADLINE_SECONDS + " s for " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Sorts what comes into answers and events. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                received(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void received(String text) {
            try {
                JsonNode json = mapper.readTree(text);
                if (json.has("id")) {
                    answers.remove(json.get("id").asInt()).complete(json);
                } else {
                    events.add(json);
                }
            } catch (IOException e) {
                throw new IllegalStateException("the browser sent no JSON: " + text, e);
            }
        }
    }
}
