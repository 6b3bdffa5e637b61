package dev.memcheck.render.tree;

/**
 * Bytes of a node, or of a node and all below it.
 *
 * @param total bytes of all blocks
 * @param used bytes in use
 * @param difference used bytes now less used bytes then; 0 where there is no difference to show
 */
public record Amounts(long total, long used, long difference) {
    static final Amounts NONE = new Amounts(0, 0, 0);

    Amounts plus(Amounts other) {
        return new Amounts(total + other.total, used + other.used, difference + other.difference);
    }
}
