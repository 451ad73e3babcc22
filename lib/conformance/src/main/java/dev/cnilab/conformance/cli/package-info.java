/** {@code ./lab conformance}: replays captures of the real thing and says how many agree. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.conformance.cli;
