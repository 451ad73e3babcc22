/** Reads what was typed on a real cluster, and when. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.conformance.kubernetes.capture;
