/** The plugins that hand out addresses. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni.plugin.address;
