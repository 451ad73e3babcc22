/** {@code jq}, as far as people type it on a node; the language itself comes from a library. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.jq;
