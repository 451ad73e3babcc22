/** A kubelet's configuration file: its fields, and the errors for wrong ones. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.configuration;
