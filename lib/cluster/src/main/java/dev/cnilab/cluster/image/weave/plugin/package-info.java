/** Weave's CNI plugin, a client of weaver's API. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.weave.plugin;
