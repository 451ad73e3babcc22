/** The life of containers: their root directory, process, log file, and commands run in them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.containerd.container;
