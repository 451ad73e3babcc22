/** A kubelet's configuration file: its fields, and what is said of a wrong one. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.configuration;
