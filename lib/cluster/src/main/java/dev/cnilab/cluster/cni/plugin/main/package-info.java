/** The plugins that make an interface. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni.plugin.main;
