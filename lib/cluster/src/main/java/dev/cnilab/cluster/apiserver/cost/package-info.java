/** What a request may cost, and what calls in its expressions do cost. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.cost;
