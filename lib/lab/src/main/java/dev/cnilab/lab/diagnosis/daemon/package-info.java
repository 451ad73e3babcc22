/** Detectors for the services that every node runs: kubelet and containerd. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.diagnosis.daemon;
