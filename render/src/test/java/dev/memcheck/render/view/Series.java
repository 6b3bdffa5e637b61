package dev.memcheck.render.view;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/** How long something took, again and again: time elapsed, and time of the processor, which others may use meanwhile. */
final class Series {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double NANOS_PER_MILLI = 1e6;

    private double[] elapsed = new double[0];
    private double[] processor = new double[0];

    void time(Runnable work) {
        long startProcessor = THREADS.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        work.run();
        long end = System.nanoTime();
        long endProcessor = THREADS.getCurrentThreadCpuTime();
        elapsed = append(elapsed, (end - start) / NANOS_PER_MILLI);
        processor = append(processor, (endProcessor - startProcessor) / NANOS_PER_MILLI);
    }

    /** Forgets what was timed so far, which warmed up. */
    void begin() {
        elapsed = new double[0];
        processor = new double[0];
    }

    /** Milliseconds elapsed; half of all were faster with a share of 0.5. */
    double elapsed(double share) {
        return quantile(elapsed, share);
    }

    /** Milliseconds of the processor. */
    double processor(double share) {
        return quantile(processor, share);
    }

    private static double[] append(double[] values, double value) {
        double[] longer = Arrays.copyOf(values, values.length + 1);
        longer[values.length] = value;
        return longer;
    }

    private static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
