/** The tunnels between nodes: devices, their addresses, and the routes through them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.calico.tunnel;
