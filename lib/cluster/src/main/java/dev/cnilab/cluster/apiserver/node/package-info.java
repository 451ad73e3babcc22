/** What the API server asks of a node's kubelet: to run a command, to read a log. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.node;
