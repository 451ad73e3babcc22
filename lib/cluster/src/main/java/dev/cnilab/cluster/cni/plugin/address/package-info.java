/** The plugins that allocate addresses. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni.plugin.address;
