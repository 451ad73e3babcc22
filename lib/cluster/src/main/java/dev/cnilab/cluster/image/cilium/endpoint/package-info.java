/** Cilium's endpoints: the agent's API for them, and the plugin that calls it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.cilium.endpoint;
