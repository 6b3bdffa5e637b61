package dev.memcheck.test;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A program that holds a private cluster with one backend, for tests that kill it. Prints the cluster's directory, then
 * waits for the end of its standard input and dies without closing anything.
 */
final class ClusterHolder {
    private ClusterHolder() {}

    public static void main(String[] arguments) throws IOException {
        PrivateClusterOptions options =
                PrivateClusterOptions.fromEnvironment().withoutPreload().withScratch(Path.of(arguments[0]));
        PrivateCluster cluster = PrivateCluster.start(options);
        Backend backend = cluster.connect();
        backend.execute("SELECT 1");
        System.out.println(cluster.directory());
        while (System.in.read() >= 0) {
            // Nothing is said to this program.
        }
        Runtime.getRuntime().halt(0);
    }
}
