package dev.memcheck.shell.batch;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of a server's copy, by which it is seen whether something was installed.
 *
 * @param files what is known of each; links lead to files of the server that was copied, and are not followed
 */
record InstalledFiles(Map<Path, String> files) {
    static InstalledFiles of(Path copy) throws IOException {
        Map<Path, String> files = new TreeMap<>();
        Files.walkFileTree(copy, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.put(file, attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey());
                return FileVisitResult.CONTINUE;
            }
        });
        return new InstalledFiles(files);
    }
}
