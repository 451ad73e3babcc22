/** What a request may cost. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.cost;
