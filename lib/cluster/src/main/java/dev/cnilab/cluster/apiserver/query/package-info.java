/** What a request's query asks for: which versions, which part of a list, for how long. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.query;
