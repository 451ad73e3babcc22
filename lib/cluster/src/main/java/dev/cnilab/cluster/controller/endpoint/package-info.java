/** The addresses behind each Service, as Endpoints and as EndpointSlices. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.endpoint;
