/**
 * What was found: violations as the extension reports them, tied to the node they concern. Values only. Imports
 * {@code snapshot}.
 */
package dev.memcheck.finding;
