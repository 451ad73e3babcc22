/**
 * A kubelet's configuration file and the labels of its command line: their fields, and the errors
 * for wrong ones.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.configuration;
