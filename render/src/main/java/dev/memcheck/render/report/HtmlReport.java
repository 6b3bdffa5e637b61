package dev.memcheck.render.report;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * One self-contained page: the findings of all sessions first, then of each its verdict, the tree of each window and when each
 * statement ran, and where the bytes came from. It can be read and folded without a script; the script adds search, keys and the theme. A policy in the page allows
 * no network and no other script.
 */
final class HtmlReport implements ReportFormat {
    private final String style = resource("report.css");
    private final String script = resource("report.js");

    @Override
    public String name() {
        return "html";
    }

    @Override
    public String summary() {
        return "one page to look at: findings, trees, timeline, flame graph";
    }

    @Override
    public void write(RunReport run, Writer out) throws IOException {
        head(run, out);
        out.write("<body>\n<header>\n<h1>memcheck: " + HtmlNames.verdict(run.verdict()) + "</h1>\n");
        tools(out);
        out.write("</header>\n<main>\n");
        new HtmlFindings(run).write(out);
        contents(run, out);
        for (int i = 0; i < run.sessions().size(); i++) {
            HtmlSession.write(run.sessions().get(i), i + 1, out);
        }
        HtmlFlameGraph.write(run.retained(), out);
        out.write("</main>\n<script>" + script + "</script>\n</body>\n</html>\n");
    }

    private void head(RunReport run, Writer out) throws IOException {
        out.write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        out.write("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
                + " style-src 'unsafe-inline'; script-src 'sha256-" + digest(script) + "'\">\n");
        out.write("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        out.write("<title>memcheck: " + run.verdict().label().replace('_', ' ') + "</title>\n");
        out.write("<style>" + style + "</style>\n</head>\n");
    }

    /** Hidden until the script shows them, since they need it. */
    private static void tools(Writer out) throws IOException {
        out.write("""
                <div id="tools" role="toolbar" aria-label="Report" hidden>
                <input id="search" type="search" placeholder="search  /" aria-label="Search">
                <output id="hits" for="search"></output>
                <button id="previous" title="previous finding (p)">&#9650; finding</button>
                <button id="next" title="next finding (n)">&#9660; finding</button>
                <button id="unfold">unfold all</button>
                <button id="fold">fold all</button>
                <button id="theme" title="dark or light (t)">theme</button>
                </div>
                """);
    }

    private static void contents(RunReport run, Writer out) throws IOException {
        out.write("<nav aria-label=\"Sessions\">\n<h2>Files</h2>\n<ul>\n");
        for (int i = 0; i < run.sessions().size(); i++) {
            SessionReport session = run.sessions().get(i);
            out.write("<li><a href=\"#s" + (i + 1) + "\">" + HtmlText.escape(session.file()) + "</a> "
                    + HtmlNames.verdict(session.verdict()) + " "
                    + HtmlText.escape(AmountWords.counted(session.findings().size(), "finding")) + "</li>\n");
        }
        out.write("<li><a href=\"#flame\">retained bytes</a></li>\n</ul>\n");
        out.write("<p>"
                + HtmlText.escape(
                        "memcheck " + run.version() + ", " + run.startedAt().truncatedTo(ChronoUnit.SECONDS)
                                + ", findings of " + run.failOn() + " or above count")
                + "</p>\n</nav>\n");
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the resource " + name + " cannot be read", e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
