/** The tuning plugin: sysctls and attributes of the container's link. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni.plugin.meta.tuning;
