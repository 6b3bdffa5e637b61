package dev.memcheck.backend.jdbc;

import java.sql.SQLException;
import org.postgresql.util.PasswordUtil;

/** A password as the server is to keep it, so that it is in no statement, and in no log. */
public final class NewPassword {
    private NewPassword() {}

    /**
     * What gives a role a password.
     *
     * @param encryption as the server's {@code password_encryption} says
     */
    public static String statement(String role, String password, String encryption) {
        try {
            return PasswordUtil.genAlterUserPasswordSQL(role, password.toCharArray(), encryption);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
