/** The plugins that change what another plugin has made, or that call another one. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni.plugin.meta;
