/**
 * The scheduler: takes pods without a node from a queue, finds the best node for each and binds it
 * there, or reports why there is none and waits for a change.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.scheduler;
