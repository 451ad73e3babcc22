/**
 * The API over HTTP: what a path and a method mean, who asks, how objects and failures are written
 * out.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.http;
