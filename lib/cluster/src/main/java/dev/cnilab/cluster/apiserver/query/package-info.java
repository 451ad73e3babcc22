/** What the query of a request asks for: which versions, which part of a list, for how long. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.query;
