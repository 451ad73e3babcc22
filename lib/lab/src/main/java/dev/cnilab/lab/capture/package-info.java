/** Packets captured on a link during an action: shown as a table, stored as a file. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.capture;
