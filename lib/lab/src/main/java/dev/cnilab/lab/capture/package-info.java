/** Packets that passed a link while something was done: seen as a table, kept as a file. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.capture;
