/** The plugins that change what another one has made, or call one. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni.plugin.meta;
