package dev.memcheck.test;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the pages of this repository show between fences, and what is in it for a shell. */
final class PageBlocks {
    static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```([\\w ]*)\n(.*?)^```$");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s+)# .*$");

    /** A step of a CI system, up to the next one: what follows {@code run:}, or an item of a {@code script:}. */
    private static final Pattern STEP =
            Pattern.compile("(?m)^( *)- run: \\|\n((?:\\1    ? ?.*\n)+)|^ *- run: ([^|\n].*)\n");

    private static final Pattern SCRIPT = Pattern.compile("(?m)^( *)script:\n((?:\\1  - .*\n)+)");

    private PageBlocks() {}

    /** A block of a page, and its language. */
    record Block(Path page, String language, String text) {
        /** What a reader types, line by line, without comments; a line that goes on is one. */
        List<String> commands() {
            String typed = switch (language) {
                case "sh", "gdb" -> text;
                case "yaml" -> steps();
                default -> "";
            };
            return typed.replace("\\\n", " ")
                    .lines()
                    .map(line -> COMMENT.matcher(line).replaceFirst("").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }

        private String steps() {
            StringBuilder steps = new StringBuilder();
            for (Matcher step = STEP.matcher(text); step.find(); ) {
                steps.append(step.group(2) != null ? step.group(2) : step.group(3))
                        .append('\n');
            }
            for (Matcher script = SCRIPT.matcher(text); script.find(); ) {
                steps.append(script.group(2).replaceAll("(?m)^ *- ", ""));
            }
            return steps.toString();
        }

        @Override
        public String toString() {
            return TOP.relativize(page) + ", " + language + ":\n" + text;
        }
    }

    static List<Block> all() throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (Path page : current()) {
            for (Matcher block = BLOCK.matcher(Files.readString(page)); block.find(); ) {
                blocks.add(new Block(page, block.group(1), block.group(2)));
            }
        }
        return blocks;
    }

    /** Pages whose commands are those of today: not the list of changes. */
    static List<Path> current() throws IOException {
        return pages().stream().filter(page -> !page.endsWith("CHANGELOG.md")).toList();
    }

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        Files.walkFileTree(TOP, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NOT_OURS.contains(directory.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".md")) {
                    pages.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        pages.sort(null);
        return pages;
    }
}
