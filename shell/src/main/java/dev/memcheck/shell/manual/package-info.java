/**
 * Manual pages and completion for shells, made of the options and commands themselves when memcheck is installed. No session loads
 * them. Imports {@code shell.command}.
 */
package dev.memcheck.shell.manual;
