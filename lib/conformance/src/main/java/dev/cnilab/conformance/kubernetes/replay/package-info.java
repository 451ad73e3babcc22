/** Replays a transcript on a cluster like the captured one. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.conformance.kubernetes.replay;
