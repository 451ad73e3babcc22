/** The scheduler's plugins: what keeps a pod off a node, and what makes one node better. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.scheduler.plugin;
