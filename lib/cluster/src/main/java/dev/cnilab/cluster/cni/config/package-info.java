/** Configuration of networks and plugins, read as libcni reads it, with every refusal it has. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni.config;
