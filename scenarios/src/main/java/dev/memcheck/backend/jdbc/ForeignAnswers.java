package dev.memcheck.backend.jdbc;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.BackendUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;

/**
 * Stands before a backend whose answers are not to be trusted: a server of another release, one that is broken, or something
 * that only speaks like a server. An answer that cannot be understood ends the connection and is the loss of the backend, as
 * every other end of it is.
 */
final class ForeignAnswers {
    /** Code that reads answers. What is raised in it is the answer's fault; what the caller's own code raises is not. */
    private static final List<String> READERS =
            List.of("org.postgresql.", "dev.memcheck.backend.", "dev.memcheck.snapshot.", "dev.memcheck.finding.");

    static final String CANNOT_READ = "gave an answer that memcheck cannot read: ";
    static final String NOT_WHAT_WAS_ASKED = "it is not what was asked for";
    private static final String OURS = "dev.memcheck.";
    private static final long MEGABYTE = 1 << 20;

    private ForeignAnswers() {}

    /** The same backend, behind this. */
    static Backend of(Backend backend) {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (proxy, method, arguments) -> call(backend, method, arguments));
    }

    private static Object call(Backend backend, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(backend, arguments);
        } catch (InvocationTargetException e) {
            Throwable raised = e.getCause();
            if (!isUnreadable(raised)) {
                throw raised;
            }
            backend.close();
            throw new BackendLostException(
                    "the backend (PID " + backend.facts().pid() + ") " + words(raised), Optional.empty(), raised);
        }
    }

    /** Whether this was raised because an answer could not be read. */
    static boolean isUnreadable(Throwable raised) {
        if (raised instanceof BackendLostException || raised instanceof BackendUnavailableException) {
            return false;
        }
        if (raised instanceof OutOfMemoryError) {
            return true;
        }
        return raised instanceof RuntimeException && isRaisedByReader(raised);
    }

    /** What to say of it, after whose answer it was. */
    static String words(Throwable raised) {
        if (raised instanceof OutOfMemoryError) {
            return "gave an answer that does not fit into the "
                    + Runtime.getRuntime().maxMemory() / MEGABYTE
                    + " MB that memcheck may use: java -Xmx gives it more";
        }
        return CANNOT_READ + (isInOurWords(raised) ? raised.getMessage() : NOT_WHAT_WAS_ASKED);
    }

    /** What the driver or the language raises speaks of indexes and classes. */
    private static boolean isInOurWords(Throwable raised) {
        boolean check = raised instanceof IllegalArgumentException || raised instanceof IllegalStateException;
        StackTraceElement[] frames = raised.getStackTrace();
        return raised.getMessage() != null
                && (raised.getClass().getName().startsWith(OURS)
                        || check
                                && frames.length > 0
                                && frames[0].getClassName().startsWith(OURS));
    }

    private static boolean isRaisedByReader(Throwable raised) {
        for (StackTraceElement frame : raised.getStackTrace()) {
            String where = frame.getClassName();
            if (READERS.stream().anyMatch(where::startsWith)) {
                return true;
            }
            if (where.startsWith(OURS)) {
                return false;
            }
        }
        return true;
    }
}
