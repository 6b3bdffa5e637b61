package dev.memcheck.outside;

import java.io.IOException;

/** Memory of a process, as it is now or was in a core file. */
interface RawMemory extends AutoCloseable {
    /**
     * Reads bytes of one page.
     *
     * @return whether all of them are there
     * @throws IOException if it is not the process's fault: the process is gone, or the file cannot be read
     */
    boolean read(long address, byte[] into) throws IOException;

    @Override
    void close() throws IOException;
}
