package dev.memcheck.shell;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.Observer;
import dev.memcheck.report.RunReport;
import dev.memcheck.run.SessionRunner;
import dev.memcheck.script.ParseException;
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

    /** What was heard of the loop. */
    RunWatch watch();

    /**
     * What looks at backends from a connection of its own.
     *
     * @throws BackendUnavailableException if it cannot be connected
     */
    Observer observer();

    /** The whole screen, where there is a person at a terminal. */
    Optional<LiveTree> liveTree();

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

    /**
     * Runs a text in this session on the calling thread, while a command waits for it. It is shown as if it were typed.
     *
     * @throws ParseException if it cannot be read, and then nothing of it ran
     * @throws BackendUnavailableException if a backend is needed and cannot be had
     */
    void runAside(String text);
}
