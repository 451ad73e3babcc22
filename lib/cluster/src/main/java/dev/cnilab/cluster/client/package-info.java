/**
 * The clients that the cluster's own parts use: typed by resource, in process, on the loop. They do
 * the same, and fail for the same reasons, as clients over HTTP.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.client;
