package dev.memcheck.script;

import java.util.Objects;
import java.util.Optional;

/**
 * One statement, command or window word with what stands around it. Pieces follow each other without a gap, so that
 * their texts in a row give back the whole.
 *
 * @param kind what it is
 * @param start offset of the first char, white space and comments before the body included
 * @param bodyStart offset of what is to run; the same as {@code bodyEnd} if there is nothing
 * @param bodyEnd offset after what is to run
 * @param end offset after the last char, the semicolon included
 * @param ending why it ends there
 * @param open what it still waits for, if the text ends too early
 * @param data the lines that it reads, if it is {@code COPY ... FROM STDIN}; a line with <code>\.</code> ends them, and the piece
 */
public record Piece(
        Kind kind,
        int start,
        int bodyStart,
        int bodyEnd,
        int end,
        Ending ending,
        Optional<Open> open,
        Optional<Data> data) {
    /** What a piece is. */
    public enum Kind {
        /** White space, comments, a lone semicolon. */
        EMPTY,
        SQL,
        /** Bare {@code begin} or {@code end} with what belongs to it. */
        WINDOW,
        /** A backslash and the rest of its line. */
        COMMAND,
        /** Bare {@code help}, {@code quit} or {@code exit}. */
        WORD
    }

    /** Why a piece ends. */
    public enum Ending {
        SEMICOLON,
        LINE_END,
        TEXT_END,
        /** A command that sends the statement, in place of a semicolon, with its arguments. */
        SENT,
        /** A command or window word starts before the statement had its semicolon: an error. */
        CUT_SHORT
    }

    /**
     * @param waitsFor never {@link Completeness#COMPLETE}
     * @param offset of the quote, comment, parenthesis or statement that has no end
     */
    public record Open(Completeness waitsFor, int offset) {}

    /**
     * @param start offset of the first line
     * @param end offset after the last one's line end
     */
    public record Data(int start, int end) {}

    /** One that reads nothing. */
    public Piece(Kind kind, int start, int bodyStart, int bodyEnd, int end, Ending ending, Optional<Open> open) {
        this(kind, start, bodyStart, bodyEnd, end, ending, open, Optional.empty());
    }

    /** Whether it reads lines of which there is none yet, nor their end. */
    boolean asksForData() {
        return data.filter(lines -> lines.start() == lines.end()).isPresent()
                && open.filter(what -> what.waitsFor() == Completeness.IN_DATA).isPresent();
    }

    /** Where what is written in the language ends: before its data. */
    int headEnd() {
        return data.map(Data::start).orElse(end);
    }

    public Piece {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(ending);
        Objects.requireNonNull(open);
        if (start > bodyStart || bodyStart > bodyEnd || bodyEnd > end || start >= end) {
            throw new IllegalArgumentException(
                    "no piece: " + start + " to " + end + " with " + bodyStart + " to " + bodyEnd);
        }
    }

    /** All of it, given the text that was split. */
    public String in(String text) {
        return text.substring(start, end);
    }

    /** What is to run, given the text that was split. */
    public String bodyIn(String text) {
        return text.substring(bodyStart, bodyEnd);
    }
}
