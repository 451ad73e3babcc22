/**
 * JSON by the rules and in the words of Go's {@code encoding/json}, which libcni and its plugins
 * use: the same input gives the same error text, the same tree the same bytes.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cni.json;
