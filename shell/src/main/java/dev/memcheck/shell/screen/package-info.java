/**
 * The terminal as a whole screen: keys are decoded into what a person did, pictures are painted, and the prompt gets its
 * terminal back as it was. JLine owns the terminal and its input; Lanterna only draws. The only package that imports
 * Lanterna; knows {@code render} and nothing of the session.
 */
package dev.memcheck.shell.screen;
