/** The scheduler's plugins: filters that exclude nodes for a pod, and scores that rank them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.scheduler.plugin;
