/** Types a script at a real cluster, and records what was typed, when, and the output. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.conformance.kubernetes.recorder;
