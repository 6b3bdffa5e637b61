package dev.memcheck.shell;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.ScenarioDesk;
import dev.memcheck.report.RunReport;
import dev.memcheck.run.SessionRunner;
import dev.memcheck.script.Variables;
import java.nio.file.Path;
import java.util.Optional;

/** What a command may reach. */
interface CommandContext {
    SessionRunner runner();

    DisplaySettings display();

    Screen screen();

    Commands commands();

    Variables variables();

    /** What happened in the session until now. */
    RunReport reportSoFar();

    /**
     * Knows the scenarios of the server.
     *
     * @throws BackendUnavailableException if there is no backend and none can be had
     */
    ScenarioDesk scenarioDesk();

    /** Whether a person is at the prompt. */
    boolean isPrompt();

    /**
     * Writes what is typed from now on to a new file.
     *
     * @throws UsageException if it cannot be written
     */
    void startRecording(Path file);

    /** Ends the recording and gives its file; empty if there was none. */
    Optional<Path> stopRecording();

    /**
     * Runs a session file in this session.
     *
     * @throws UsageException if the file cannot be read
     */
    void include(Path file);
}
