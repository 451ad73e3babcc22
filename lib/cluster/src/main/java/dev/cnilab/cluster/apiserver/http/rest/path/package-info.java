/** What the path and the query of a request name: a resource, a container, a part of a log. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.http.rest.path;
