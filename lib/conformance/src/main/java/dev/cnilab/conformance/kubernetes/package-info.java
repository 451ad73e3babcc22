/** Replays what was typed on a real cluster, and compares the answers. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.conformance.kubernetes;
