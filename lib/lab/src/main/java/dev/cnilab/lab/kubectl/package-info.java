/** Changes objects in the API server, as kubectl does: applies, starts, deletes, saves. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.kubectl;
