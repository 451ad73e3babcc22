/**
 * The one loop everything runs on: a virtual clock, a queue of events, and blocking code on virtual
 * threads of which exactly one runs at a time. The same seed gives the same history.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.loop;
