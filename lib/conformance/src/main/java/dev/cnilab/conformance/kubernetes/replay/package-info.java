/** Types a transcript again into a cluster like the captured one. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.conformance.kubernetes.replay;
