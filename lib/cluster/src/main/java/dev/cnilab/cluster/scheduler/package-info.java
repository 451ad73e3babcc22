/**
 * The scheduler: takes pods without a node from a queue, finds the best node for each, binds it
 * there, or says why not and waits for something to change.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.scheduler;
