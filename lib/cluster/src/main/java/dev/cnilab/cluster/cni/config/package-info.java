/** Configurations of networks and plugins, parsed as libcni does, with all its errors. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni.config;
