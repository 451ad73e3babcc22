/** {@code ./lab conformance}: replays captures of the real thing and reports how many agree. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.conformance.cli;
