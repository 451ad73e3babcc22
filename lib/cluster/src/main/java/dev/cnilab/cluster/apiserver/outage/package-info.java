/** The API server's absence for clients from outside while the cluster is reset. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.outage;
