/**
 * Stress scenarios as values: what the server offers, what is asked of it, how far it is, and what came out. Imports
 * {@code finding} and {@code sql}.
 */
package dev.memcheck.scenario;
