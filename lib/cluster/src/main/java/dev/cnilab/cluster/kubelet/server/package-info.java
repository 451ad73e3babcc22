/** What a kubelet serves on its ports: commands in containers, logs, its pods, its health. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.server;
