/** Waiting for the cluster: with progress in sight, an end, and the cause if it is not reached. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.await;
