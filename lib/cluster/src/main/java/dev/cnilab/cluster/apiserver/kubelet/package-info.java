/** What the API server asks of a node's kubelet, such as to run a command or to read a log. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.kubelet;
