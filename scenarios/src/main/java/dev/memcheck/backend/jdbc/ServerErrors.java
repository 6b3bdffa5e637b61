package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.BackendLostException;
import dev.memcheck.sql.SqlError;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/** Errors and notices of the driver as the rest of the program sees them. */
final class ServerErrors {
    private ServerErrors() {}

    /** The server's own message where there is one, the driver's otherwise. */
    static SqlError of(SQLException exception) {
        return serverMessage(exception)
                .map(ServerErrors::of)
                .orElseGet(() -> new SqlError(
                        "ERROR",
                        Optional.ofNullable(exception.getSQLState()).orElse("XX000"),
                        isDriversSurprise(exception)
                                ? "what came is no answer of a PostgreSQL server"
                                : String.valueOf(exception.getMessage()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty()));
    }

    /** As {@link #of}, but what the driver says of COPY, which concerns programmers, is told to the user. */
    static SqlError ofStatement(SQLException exception) {
        SqlError error = of(exception);
        if (!error.message().contains("CopyManager")) {
            return error;
        }
        return new SqlError(
                "ERROR",
                "0A000",
                "COPY from STDIN has no data here",
                Optional.empty(),
                Optional.of("Its lines follow the statement, and after them a line with \\. alone."),
                Optional.empty(),
                OptionalInt.empty());
    }

    /** Why the connection to this backend has ended. */
    static BackendLostException loss(int pid, SQLException exception) {
        String backend = "the backend (PID " + pid + ")";
        Optional<SqlError> error = serverMessage(exception).map(said -> of(exception));
        String message;
        if (error.isPresent()) {
            message = backend + " ended the connection: " + error.get().severity() + ": "
                    + error.get().message();
        } else if (exception.getCause() instanceof IOException) {
            message = backend + " closed the connection unexpectedly";
        } else {
            message = "the driver gave up the connection to " + backend + ": " + exception.getMessage();
        }
        return new BackendLostException(message, error, exception);
    }

    /**
     * Whether the driver could make nothing of an answer that had come. What it raises then is about its own inside.
     *
     * @param exception of a question that any server answers
     */
    static boolean isUnreadable(SQLException exception) {
        return serverMessage(exception).isEmpty()
                && !String.valueOf(exception.getSQLState()).startsWith("08");
    }

    /** Whether the connection itself failed, which is not what a server says that only names such a state. */
    static boolean isCutOff(SQLException exception) {
        return serverMessage(exception).isEmpty()
                && exception.getCause() instanceof IOException
                && String.valueOf(exception.getSQLState()).startsWith("08");
    }

    private static boolean isDriversSurprise(SQLException exception) {
        return List.of("99999", "08P01").contains(String.valueOf(exception.getSQLState()));
    }

    private static Optional<ServerErrorMessage> serverMessage(SQLException exception) {
        if (exception instanceof PSQLException) {
            return Optional.ofNullable(((PSQLException) exception).getServerErrorMessage());
        }
        if (exception instanceof PSQLWarning) {
            return Optional.ofNullable(((PSQLWarning) exception).getServerErrorMessage());
        }
        return Optional.empty();
    }

    private static SqlError of(ServerErrorMessage message) {
        int position = message.getPosition() > 0 ? message.getPosition() : message.getInternalPosition();
        return new SqlError(
                Optional.ofNullable(message.getSeverity()).orElse("ERROR"),
                Optional.ofNullable(message.getSQLState()).orElse("XX000"),
                Optional.ofNullable(message.getMessage()).orElse("the server gave no reason"),
                Optional.ofNullable(message.getDetail()),
                Optional.ofNullable(message.getHint()),
                Optional.ofNullable(message.getWhere()),
                position > 0 ? OptionalInt.of(position) : OptionalInt.empty(),
                verbose(message),
                Optional.ofNullable(message.getInternalQuery()).filter(query -> message.getPosition() <= 0));
    }

    /** In the words and the order of psql. */
    private static List<String> verbose(ServerErrorMessage message) {
        List<String> lines = new ArrayList<>();
        add(lines, "SCHEMA NAME", message.getSchema());
        add(lines, "TABLE NAME", message.getTable());
        add(lines, "COLUMN NAME", message.getColumn());
        add(lines, "DATATYPE NAME", message.getDatatype());
        add(lines, "CONSTRAINT NAME", message.getConstraint());
        if (message.getFile() != null) {
            String routine = message.getRoutine() == null ? "" : message.getRoutine() + ", ";
            add(lines, "LOCATION", routine + message.getFile() + ":" + message.getLine());
        }
        return lines;
    }

    private static void add(List<String> lines, String label, String value) {
        if (value != null) {
            lines.add(label + ":  " + value);
        }
    }
}
