/**
 * How an answer shows objects: as they are, as a table or as metadata, in one of several encodings.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.http.rendering;
