/**
 * The loop that everything runs on: a virtual clock, a queue of events, and blocking code on
 * virtual threads, exactly one of which runs at a time. The same seed gives the same history.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.loop;
