package dev.cnilab.cluster.kubelet.node;

import dev.cnilab.cluster.object.KubernetesRelease;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a kubelet reports about its machine.
 *
 * @param labels with which the node is registered
 * @param taints with which the node is registered, as {@code key=value:effect}
 * @param maxPods the largest number of pods, whatever they need
 * @param memoryKi of the machine, in KiB
 * @param storageKi of the file system with the kubelet's directory, in KiB
 * @param machineId 32 hexadecimal digits
 */
public record NodeConfig(
    String name,
    String ip,
    Map<String, String> labels,
    List<String> taints,
    int cpus,
    int maxPods,
    long memoryKi,
    long storageKi,
    String machineId,
    String kernelVersion,
    String osImage) {

  public static final int KUBELET_PORT = 10250;
  public static final String KUBELET_VERSION = KubernetesRelease.VERSION;
  private static final long MEMORY_RESERVE_KI = 100 * 1024;
  private static final float STORAGE_RESERVE = 0.1f;

  /** The same with another address. */
  public NodeConfig withIp(String address) {
    return with(address, taints, maxPods);
  }

  /** The same with another number of pods. */
  public NodeConfig withMaxPods(int most) {
    return with(ip, taints, most);
  }

  /** The same with other taints at registration. */
  public NodeConfig withTaints(List<String> registered) {
    return with(ip, registered, maxPods);
  }

  /** The same with more labels at registration. */
  public NodeConfig withLabels(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(labels);
    all.putAll(more);
    return with(ip, all, taints, maxPods);
  }

  private NodeConfig with(String address, List<String> registered, int most) {
    return with(address, labels, registered, most);
  }

  private NodeConfig with(
      String address, Map<String, String> labelled, List<String> registered, int most) {
    return new NodeConfig(
        name,
        address,
        labelled,
        registered,
        cpus,
        most,
        memoryKi,
        storageKi,
        machineId,
        kernelVersion,
        osImage);
  }

  /** The node's capacity, by resource. */
  public Map<String, String> capacity() {
    return resources(storageKi + "Ki", memoryKi);
  }

  /** The allocatable part of the capacity: less what eviction keeps free. */
  public Map<String, String> allocatable() {
    long bytes = storageKi * 1024;
    long free = bytes - (long) ((double) bytes * STORAGE_RESERVE);
    return resources(Long.toString(free), memoryKi - MEMORY_RESERVE_KI);
  }

  private Map<String, String> resources(String storage, long memory) {
    Map<String, String> resources = new LinkedHashMap<>();
    resources.put("cpu", Integer.toString(cpus));
    resources.put("ephemeral-storage", storage);
    resources.put("hugepages-1Gi", "0");
    resources.put("hugepages-2Mi", "0");
    resources.put("memory", memory + "Ki");
    resources.put("pods", Integer.toString(maxPods));
    return resources;
  }
}
