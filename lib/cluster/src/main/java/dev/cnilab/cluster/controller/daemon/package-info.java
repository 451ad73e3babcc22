/** The DaemonSet controller: one pod on each suitable node. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.daemon;
