package dev.cnilab.cluster.kubelet.pod;

import java.util.List;
import java.util.Map;

/**
 * The facts about the node and the cluster that containers may need.
 *
 * @param clusterDns addresses of the cluster's DNS servers
 * @param resolvConf the node's file; "" if pods get none
 * @param allocatable by resource, such as {@code memory} to {@code 2Gi}
 */
public record NodeContext(
    String nodeName,
    String nodeIp,
    List<String> clusterDns,
    String clusterDomain,
    String resolvConf,
    Map<String, String> allocatable) {}
