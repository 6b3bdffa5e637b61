package dev.memcheck.shell.batch;

import dev.memcheck.script.InputFile;
import dev.memcheck.shell.out.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several parts of the files to run, for machines that share them. A file's content decides which part it is in: not
 * its name, its place, or what other files there are.
 *
 * @param index from 1
 * @param count how many parts there are
 */
public record Shard(int index, int count) {
    public static final Shard WHOLE = new Shard(1, 1);

    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})/([0-9]{1,6})");

    /** @throws UsageException if the text is none */
    public static Shard of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            Shard shard = new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            if (shard.index >= 1 && shard.index <= shard.count) {
                return shard;
            }
        }
        throw new UsageException(
                "--shard expects which part of how many, from 1/N to N/N, as in 2/3; found \"" + text + "\"");
    }

    /**
     * Whether a file is in this part: the first eight bytes of its SHA-256, as a number, modulo the number of parts.
     *
     * @throws UsageException if it cannot be read
     */
    public boolean has(Path file) {
        if (count == 1) {
            return true;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(InputFile.read(file));
            return Long.remainderUnsigned(ByteBuffer.wrap(digest).getLong(), count) == index - 1;
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public boolean isWhole() {
        return count == 1;
    }

    @Override
    public String toString() {
        return index + "/" + count;
    }
}
