/** Probes of running containers: when they run, what counts as failed, and who is notified. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.probe;
