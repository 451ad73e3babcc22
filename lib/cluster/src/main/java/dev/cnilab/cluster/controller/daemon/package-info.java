/** The DaemonSet controller: one pod on each node that fits. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.daemon;
