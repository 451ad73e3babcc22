/** Waiting for the cluster, with visible progress, a time limit, and the cause if it is reached. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.await;
