/** Who asks, whom they want to be, and whether they may. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.http.access;
