/**
 * Where a session stands: a pure state machine of windows, transaction and prompt. It never asks who types. Imports
 * {@code backend}'s value types and {@code finding}.
 */
package dev.memcheck.session;
