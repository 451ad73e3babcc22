/** What kube-proxy is told by its file and its flags. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.proxy.config;
