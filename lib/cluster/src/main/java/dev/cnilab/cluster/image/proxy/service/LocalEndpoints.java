package dev.cnilab.cluster.image.proxy.service;

/**
 * What a load balancer hears about a Service of the policy Local at its healthCheckNodePort.
 *
 * @param port of the node, where it asks
 * @param ready how many addresses on the node are ready for the Service
 */
public record LocalEndpoints(String namespace, String service, int port, int ready) {}
