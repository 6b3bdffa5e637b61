package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.ScenarioDesk;
import dev.memcheck.scenario.ScenarioDescription;
import dev.memcheck.scenario.ScenarioProgress;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.core.BaseConnection;

/** The desk on a second connection, which is opened at the first question and again after it was lost. */
public final class JdbcScenarioDesk implements ScenarioDesk {
    private static final String CATALOG = """
            SELECT s.name, s.description, p.key, p.value OPERATOR(pg_catalog.->>) 'type',
                   p.value OPERATOR(pg_catalog.->>) 'default', p.value OPERATOR(pg_catalog.->>) 'min',
                   p.value OPERATOR(pg_catalog.->>) 'max', p.value OPERATOR(pg_catalog.->>) 'description',
                   s.provokes_crashes
            FROM ext_memcheck.scenarios() WITH ORDINALITY AS s (name, description, parameters, provokes_crashes, place),
                 LATERAL pg_catalog.jsonb_each(s.parameters) AS p
            ORDER BY s.place, p.key
            """;

    private static final String PROGRESS = """
            SELECT scenario, phase, iteration, iterations,
                   extract(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) started)
                       OPERATOR(pg_catalog.*) 1000
            FROM ext_memcheck.scenario_progress() WHERE pid OPERATOR(pg_catalog.=) ?::pg_catalog.int4
            """;

    private final ConnectionTarget target;
    private Optional<BaseConnection> connection = Optional.empty();
    private List<ScenarioDescription> catalog = List.of();
    private boolean closed;

    public JdbcScenarioDesk(ConnectionTarget target) {
        this.target = target;
    }

    /** A question to the server. */
    private interface Question<T> {
        T ask(BaseConnection connection) throws SQLException;
    }

    @Override
    public synchronized List<ScenarioDescription> catalog() {
        if (catalog.isEmpty()) {
            catalog = ask(JdbcScenarioDesk::readCatalog).orElse(List.of());
        }
        return catalog;
    }

    @Override
    public Optional<ScenarioProgress> progress(int pid) {
        return ask(server -> readProgress(server, pid)).flatMap(found -> found);
    }

    @Override
    public boolean stop(int pid) {
        return ask(server -> {
                    try (PreparedStatement statement =
                            server.prepareStatement("SELECT ext_memcheck.stop_scenario(?::pg_catalog.int4)")) {
                        statement.setString(1, String.valueOf(pid));
                        try (ResultSet row = statement.executeQuery()) {
                            return row.next() && row.getBoolean(1);
                        }
                    }
                })
                .orElse(false);
    }

    @Override
    public synchronized void close() {
        closed = true;
        hangUp();
    }

    /** Empty where the server refuses or cannot be reached: whoever asks goes on without. */
    private synchronized <T> Optional<T> ask(Question<T> question) {
        if (closed) {
            return Optional.empty();
        }
        try {
            if (connection.isEmpty()) {
                connection = Optional.of(target.open());
            }
            if (!ExtensionLookup.isIn(connection.get())) {
                return Optional.empty();
            }
            return Optional.of(question.ask(connection.get()));
        } catch (SQLException refused) {
            hangUp();
            return Optional.empty();
        }
    }

    private void hangUp() {
        Optional<BaseConnection> gone = connection;
        connection = Optional.empty();
        try {
            if (gone.isPresent()) {
                gone.get().close();
            }
        } catch (SQLException alreadyGone) {
            // Nothing is left to close.
        }
    }

    private static List<ScenarioDescription> readCatalog(BaseConnection server) throws SQLException {
        Map<String, ScenarioDescription> scenarios = new LinkedHashMap<>();
        try (Statement statement = server.createStatement();
                ResultSet rows = statement.executeQuery(CATALOG)) {
            while (rows.next()) {
                ScenarioDescription.Parameter parameter = new ScenarioDescription.Parameter(
                        rows.getString(3), rows.getString(4), rows.getString(5), range(rows), rows.getString(8));
                String name = rows.getString(1);
                List<ScenarioDescription.Parameter> parameters = new ArrayList<>();
                if (scenarios.containsKey(name)) {
                    parameters.addAll(scenarios.get(name).parameters());
                }
                parameters.add(parameter);
                scenarios.put(name, new ScenarioDescription(name, rows.getString(2), parameters, rows.getBoolean(9)));
            }
        }
        return List.copyOf(scenarios.values());
    }

    private static String range(ResultSet row) throws SQLException {
        String least = row.getString(6);
        return least == null ? "" : least + " to " + row.getString(7);
    }

    private static Optional<ScenarioProgress> readProgress(BaseConnection server, int pid) throws SQLException {
        try (PreparedStatement statement = server.prepareStatement(PROGRESS)) {
            statement.setString(1, String.valueOf(pid));
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new ScenarioProgress(
                                row.getString(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getLong(4),
                                Duration.ofMillis(row.getLong(5))))
                        : Optional.empty();
            }
        }
    }
}
