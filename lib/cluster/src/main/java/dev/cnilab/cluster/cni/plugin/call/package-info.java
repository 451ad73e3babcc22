/** How plugins are called, and what they have in common. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni.plugin.call;
