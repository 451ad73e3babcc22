/**
 * URLs, queries and network errors as Go's packages {@code net} and {@code net/url} read and print
 * them.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.gonet;
