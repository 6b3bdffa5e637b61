package dev.memcheck.shell.screen;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/** A terminal whose settings were changed already, and which tells those that were found, until somebody changes them. */
final class FoundPty implements Pty {
    private final Pty pty;
    private volatile Attributes found;

    FoundPty(Pty pty, Attributes found) {
        this.pty = pty;
        this.found = found;
    }

    @Override
    public Attributes getAttr() throws IOException {
        Attributes before = found;
        return before == null ? pty.getAttr() : new Attributes(before);
    }

    @Override
    public void setAttr(Attributes attributes) throws IOException {
        found = null;
        pty.setAttr(attributes);
    }

    @Override
    public InputStream getMasterInput() throws IOException {
        return pty.getMasterInput();
    }

    @Override
    public OutputStream getMasterOutput() throws IOException {
        return pty.getMasterOutput();
    }

    @Override
    public InputStream getSlaveInput() throws IOException {
        return pty.getSlaveInput();
    }

    @Override
    public OutputStream getSlaveOutput() throws IOException {
        return pty.getSlaveOutput();
    }

    @Override
    public Size getSize() throws IOException {
        return pty.getSize();
    }

    @Override
    public void setSize(Size size) throws IOException {
        pty.setSize(size);
    }

    @Override
    public SystemStream getSystemStream() {
        return pty.getSystemStream();
    }

    @Override
    public TerminalProvider getProvider() {
        return pty.getProvider();
    }

    @Override
    public void close() throws IOException {
        pty.close();
    }
}
