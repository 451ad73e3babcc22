package dev.cnilab.cluster.kubelet.pod;

import java.util.List;
import java.util.Map;

/**
 * What containers may learn of their node and cluster.
 *
 * @param clusterDns addresses of the cluster's DNS servers
 * @param resolvConf the file with those of the node; "" if pods are not to see any
 * @param allocatable by resource, such as {@code memory} to {@code 2Gi}
 */
public record NodeFacts(
    String nodeName,
    String nodeIp,
    List<String> clusterDns,
    String clusterDomain,
    String resolvConf,
    Map<String, String> allocatable) {}
