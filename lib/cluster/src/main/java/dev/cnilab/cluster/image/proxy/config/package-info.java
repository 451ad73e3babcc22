/** The configuration of kube-proxy, from its file and its flags. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.proxy.config;
