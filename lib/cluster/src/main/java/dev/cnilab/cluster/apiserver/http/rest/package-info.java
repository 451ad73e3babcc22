/**
 * What a path and a method mean: objects of a kind, subresources, and what is not stored, such as
 * logs, health and metrics.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.http.rest;
