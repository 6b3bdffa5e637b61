package dev.memcheck.shell.batch;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.render.text.Style;
import dev.memcheck.run.KnownFindings;
import dev.memcheck.script.BaselineEntry;
import dev.memcheck.script.BaselineFile;
import dev.memcheck.shell.out.OutputFile;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The baseline of a run: what it knows, and the file that learns what is new. */
public final class RunBaseline {
    private final String name;
    private final BaselineFile text;
    private final Optional<OutputFile> file;
    private final KnownFindings known;

    private RunBaseline(String name, BaselineFile text, Optional<OutputFile> file, KnownFindings known) {
        this.name = name;
        this.text = text;
        this.file = file;
        this.known = known;
    }

    public static RunBaseline none() {
        return new RunBaseline("", BaselineFile.empty(), Optional.empty(), KnownFindings.none());
    }

    public static RunBaseline reading(String name, BaselineFile text) {
        return new RunBaseline(name, text, Optional.empty(), KnownFindings.of(text));
    }

    public static RunBaseline writing(String name, BaselineFile text, OutputFile file, LocalDate today) {
        return new RunBaseline(name, text, Optional.of(file), KnownFindings.recording(text, today));
    }

    /** What it is written to, if it is. */
    public Optional<OutputFile> file() {
        return file;
    }

    public KnownFindings known() {
        return known;
    }

    /**
     * Writes what is new, and lists the baseline entries that match no finding.
     *
     * @param all whether all files ran; an entry without a finding may belong to a file that did not run
     * @throws UsageException if it cannot be written
     */
    public void finish(boolean all, Screen screen) {
        if (all) {
            for (BaselineFile.Line line : known.unused()) {
                screen.say(
                        "note: " + line.position() + ": no finding matches this baseline entry: "
                                + line.entry().pattern(),
                        Style.WARNING);
            }
        }
        List<BaselineEntry> added = known.added();
        file.ifPresent(target -> write(target, added));
        if (file.isPresent()) {
            screen.say(name + ": " + AmountWords.counted(added.size(), "finding") + " added"
                    + (added.isEmpty() ? "" : "; say of each why it does not count"));
        }
        screen.flush();
    }

    private void write(OutputFile target, List<BaselineEntry> added) {
        try {
            target.write(out -> out.write(text.with(added).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UsageException("the baseline could not be written: " + OutputFile.why(e), e);
        }
    }
}
