/** Changes objects in the API server: applies, starts, deletes, saves. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.change;
