/**
 * The one loop: takes items from an input, runs them on a backend, keeps the session's state, snapshots and findings,
 * and tells a listener. Imports all other packages of this module but {@code report}.
 */
package dev.memcheck.run;
