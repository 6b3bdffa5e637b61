package dev.memcheck.shell;

import dev.memcheck.run.SessionRunner;
import dev.memcheck.script.Variables;
import java.nio.file.Path;

/** What a command may reach. */
interface CommandContext {
    SessionRunner runner();

    DisplaySettings display();

    Screen screen();

    Commands commands();

    Variables variables();

    /** Whether a person is at the prompt. */
    boolean isPrompt();

    /**
     * Runs a session file in this session.
     *
     * @throws UsageException if the file cannot be read
     */
    void include(Path file);
}
