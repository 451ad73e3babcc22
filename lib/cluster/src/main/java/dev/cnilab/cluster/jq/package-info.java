/** {@code jq}, as far as people type it on a node; the language is a library's. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.jq;
