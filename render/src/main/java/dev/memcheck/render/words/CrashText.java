package dev.memcheck.render.words;

import dev.memcheck.render.text.ServerText;
import dev.memcheck.run.FindingWords;
import dev.memcheck.run.LossReport;
import dev.memcheck.run.NumberedFinding;
import java.util.ArrayList;
import java.util.List;

/** A crash that took a window along: whose it is, and how to have it again where it is caught. */
public final class CrashText {
    private CrashText() {}

    /** Lines without a style; none if the function is not known, since then the server has said all there is. */
    public static List<String> lines(LossReport loss) {
        List<String> lines = new ArrayList<>();
        loss.crash().filter(crash -> crash.finding().site().isKnown()).ifPresent(crash -> {
            lines.add("finding " + crash.number() + ": " + FindingWords.of(crash.finding()) + ": "
                    + ServerText.clean(crash.finding().detail()));
            if (!crash.finding().freedStack().isEmpty()) {
                lines.add(freedIn(crash));
            }
            loss.statement().filter(CrashText::fitsOneLine).ifPresent(sql -> {
                lines.add("to have it again where a crash takes nothing along:");
                lines.add("  \\scenario " + scenario(crash) + " iterations=1 workload='" + oneLine(sql) + "'");
            });
        });
        return lines;
    }

    private static String freedIn(NumberedFinding crash) {
        return "the memory was given back by "
                + ServerText.clean(crash.finding().freedStack().get(0));
    }

    /** What fills freed memory shows that it was used. */
    private static String scenario(NumberedFinding crash) {
        return crash.finding().freedStack().isEmpty() ? "growth_benchmark" : "context_reset_storm";
    }

    /** A comment would take the rest of the line along. */
    private static boolean fitsOneLine(String sql) {
        return sql.indexOf('\n') < 0 || !sql.contains("--");
    }

    private static String oneLine(String sql) {
        return ServerText.clean(sql.strip().replaceAll("\\s*\\n\\s*", " ").replace("'", "''"));
    }
}
