/** containerd's use of CNI: what is loaded, when it is reloaded, and how a sandbox is set up. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.containerd.network;
