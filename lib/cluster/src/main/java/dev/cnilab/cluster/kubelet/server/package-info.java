/** What a kubelet serves to the API server: commands in containers and their logs. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.server;
