/**
 * What the API server tells clients about itself: its groups, versions and resources, and the
 * schemas of its kinds (OpenAPI), with which kubectl validates, applies and explains.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.discovery;
