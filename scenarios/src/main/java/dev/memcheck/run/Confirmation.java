package dev.memcheck.run;

import java.util.Optional;

/**
 * How repeating a window went.
 *
 * @param asked how many repeats were asked for, or more if more were made to be certain
 * @param done how many ran to their end
 * @param obstacle why the window could not be repeated as it ran at first; empty if it could
 */
public record Confirmation(int asked, int done, Optional<String> obstacle) {}
