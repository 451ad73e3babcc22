/** Types a script at a real cluster, and writes down what was typed, when, and what came of it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.conformance.kubernetes.recorder;
