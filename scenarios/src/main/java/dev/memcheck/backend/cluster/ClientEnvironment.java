package dev.memcheck.backend.cluster;

import java.util.Map;
import org.postgresql.PGProperty;

/** What leads psql and the like to a cluster, and to no other server. */
final class ClientEnvironment {
    private ClientEnvironment() {}

    /** Takes out what leads elsewhere. */
    static void lead(Map<String, String> environment, PrivateCluster cluster) {
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put(
                "PATH", cluster.program("psql").getParent() + ":" + environment.getOrDefault("PATH", "/usr/bin:/bin"));
        environment.put("PGHOST", cluster.host());
        environment.put("PGPORT", String.valueOf(cluster.port()));
        environment.put("PGUSER", PGProperty.USER.getOrDefault(cluster.target().properties()));
        environment.put(
                "PGPASSWORD", PGProperty.PASSWORD.getOrDefault(cluster.target().properties()));
    }
}
