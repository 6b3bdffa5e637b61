/**
 * What the server's memory contexts and the kinds of finding are, for who wants to learn. The texts are resources, which are read when somebody
 * asks. Imports {@code render.text}.
 */
package dev.memcheck.render.guide;
