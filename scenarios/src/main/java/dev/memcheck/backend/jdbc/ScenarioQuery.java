package dev.memcheck.backend.jdbc;

import dev.memcheck.finding.Finding;
import dev.memcheck.scenario.ScenarioCall;
import dev.memcheck.scenario.ScenarioCurve;
import dev.memcheck.scenario.ScenarioVerdict;
import dev.memcheck.scenario.ScenarioWorker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The call of {@code ext_memcheck.scenario_findings}, and what the session knows of it afterwards. */
final class ScenarioQuery {
    private static final String SIGNATURE = "ext_memcheck.scenario_findings(text,integer,text,jsonb)";

    private static final String KEY = "?::pg_catalog.text, ";

    private static final Comparator<Finding> WORST_FIRST = Finding.WORST_FIRST.thenComparing(
            finding -> finding.scenarioSession().orElse(0));

    private final Connection connection;

    ScenarioQuery(Connection connection) {
        this.connection = connection;
    }

    /** @throws SQLException if the server refuses */
    ScenarioVerdict run(ScenarioCall call) throws SQLException {
        List<ScenarioWorker> workers = new ArrayList<>();
        List<Finding> findings =
                call(call, workers).stream().sorted(WORST_FIRST).toList();
        return new ScenarioVerdict(findings, curves(), workers, Optional.empty());
    }

    /** @param workers gets the processes in which it ran */
    private List<Finding> call(ScenarioCall call, List<ScenarioWorker> workers) throws SQLException {
        List<String> values = new ArrayList<>();
        String sql = "SELECT " + FindingReader.COLUMNS + " FROM ext_memcheck.scenario_findings("
                + arguments(call, values) + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setString(i + 1, values.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                workers.addAll(workers());
                return FindingReader.all(
                        rows, workers.stream().map(ScenarioWorker::pid).toList());
            }
        }
    }

    private List<ScenarioCurve> curves() throws SQLException {
        Map<String, List<ScenarioCurve.Point>> points = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT series, iteration, value FROM ext_memcheck.scenario_curve()")) {
            while (rows.next()) {
                points.computeIfAbsent(rows.getString(1), series -> new ArrayList<>())
                        .add(new ScenarioCurve.Point(rows.getLong(2), rows.getDouble(3)));
            }
        }
        List<ScenarioCurve> curves = new ArrayList<>();
        points.forEach((series, measured) -> curves.add(new ScenarioCurve(series, measured)));
        return curves;
    }

    private List<ScenarioWorker> workers() throws SQLException {
        List<ScenarioWorker> workers = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pid, ending, calls, errors, first_error, seconds"
                        + " FROM ext_memcheck.scenario_outcome()")) {
            while (rows.next()) {
                Optional<String> error = Optional.ofNullable(rows.getString(5)).filter(text -> !text.isEmpty());
                workers.add(new ScenarioWorker(
                        rows.getInt(1), rows.getString(2), rows.getLong(3), rows.getLong(4), error, rows.getDouble(6)));
            }
        }
        return workers;
    }

    /**
     * Whether the server lacks the function, and not only something that the workload calls.
     *
     * @throws SQLException if the server answers nothing, as in a failed transaction
     */
    boolean isMissing() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT pg_catalog.to_regprocedure('" + SIGNATURE + "') IS NULL")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** By name, so that what is not said keeps the extension's default. */
    private static String arguments(ScenarioCall call, List<String> values) {
        List<String> arguments = new ArrayList<>(List.of("scenario_name => ?"));
        values.add(call.name());
        call.iterations().ifPresent(times -> arguments.add("iterations => " + times));
        call.workload().ifPresent(workload -> {
            arguments.add("workload => ?");
            values.add(workload);
        });
        if (!call.parameters().isEmpty()) {
            List<String> pairs = new ArrayList<>();
            for (ScenarioCall.Parameter parameter : call.parameters()) {
                pairs.add(parameter.json() ? KEY + "?::pg_catalog.jsonb" : KEY + "?::pg_catalog.text");
                values.add(parameter.key());
                values.add(parameter.value());
            }
            arguments.add("parameters => pg_catalog.jsonb_build_object(" + String.join(", ", pairs) + ")");
        }
        return String.join(", ", arguments);
    }
}
