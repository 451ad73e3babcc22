package dev.cnilab.cluster.image.proxy.service;

/**
 * What a load balancer learns at the healthCheckNodePort of a Service with the policy Local.
 *
 * @param port of the node, where it asks
 * @param ready how many addresses on the node are ready for the Service
 */
public record LocalEndpoints(String namespace, String service, int port, int ready) {}
