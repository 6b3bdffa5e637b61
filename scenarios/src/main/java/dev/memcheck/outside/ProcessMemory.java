package dev.memcheck.outside;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Memory of a process that lives. It goes on while it is read. */
final class ProcessMemory implements RawMemory {
    private final int pid;
    private final FileChannel memory;

    /** @throws IOException if this user may not look at it, or it is gone */
    ProcessMemory(int pid) throws IOException {
        this.pid = pid;
        this.memory = FileChannel.open(Path.of("/proc/" + pid + "/mem"), StandardOpenOption.READ);
    }

    @Override
    public boolean read(long address, byte[] into) throws IOException {
        if (address < 0) {
            return false;
        }
        ByteBuffer buffer = ByteBuffer.wrap(into);
        try {
            while (buffer.hasRemaining()) {
                if (memory.read(buffer, address + buffer.position()) <= 0) {
                    throw new OutsideException("process " + pid + " has ended");
                }
            }
            return true;
        } catch (IOException unmapped) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        memory.close();
    }
}
