/**
 * The cluster's own clients of its API server: typed by resource, in process, on the loop. What
 * they do and what fails is the same as over HTTP.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.client;
