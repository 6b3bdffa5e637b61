package dev.memcheck.shell.command;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.ConnectionChange;
import dev.memcheck.backend.ScenarioDesk;
import dev.memcheck.report.RunReport;
import dev.memcheck.script.Position;
import dev.memcheck.script.TypedData;
import dev.memcheck.shell.live.LiveTree;
import dev.memcheck.shell.live.Viewed;
import dev.memcheck.shell.out.DisplaySettings;
import dev.memcheck.shell.out.ResultOutput;
import dev.memcheck.shell.out.TypedBuffer;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.shell.out.WorkingDirectory;
import java.nio.file.Path;
import java.util.Optional;

/** What a command may reach. */
public interface CommandContext extends Viewed {
    DisplaySettings display();

    /** Prints what statements give. */
    ResultOutput results();

    /** What is typed. */
    TypedBuffer typed();

    /** Where the names of files begin. */
    WorkingDirectory directory();

    /** What happened in the session until now. */
    RunReport reportSoFar();

    /** The whole screen, where there is a person at a terminal. */
    Optional<LiveTree> liveTree();

    /**
     * Knows the scenarios of the server.
     *
     * @throws BackendUnavailableException if there is no backend and none can be had
     */
    ScenarioDesk scenarioDesk();

    /**
     * Goes on with another connection.
     *
     * @throws BackendUnavailableException if it cannot be had, and then the one before stays
     */
    void reconnect(ConnectionChange change);

    /** Whether a person is at the prompt. */
    boolean isPrompt();

    /** Where that person types the data of a COPY; empty if nobody can be asked now. */
    Optional<TypedData> typedData();

    /** Whether what stands there was typed by that person, and not read from a file. */
    boolean isTyped(Position position);

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
