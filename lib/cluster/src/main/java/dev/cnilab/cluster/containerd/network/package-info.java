/** containerd's use of CNI: what is loaded, when it is loaded again, and setting up a sandbox. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.containerd.network;
