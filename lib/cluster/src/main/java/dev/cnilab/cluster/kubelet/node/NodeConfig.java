package dev.cnilab.cluster.kubelet.node;

import dev.cnilab.cluster.object.KubernetesRelease;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    String osImage,
    Reserve reserve) {

  public static final int KUBELET_PORT = 10250;
  public static final String KUBELET_VERSION = KubernetesRelease.VERSION;

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
    return with(ip, all, taints, maxPods, reserve);
  }

  /** The same with other reserves. */
  public NodeConfig withReserve(Reserve other) {
    return with(ip, labels, taints, maxPods, other);
  }

  private NodeConfig with(String address, List<String> registered, int most) {
    return with(address, labels, registered, most, reserve);
  }

  private NodeConfig with(
      String address,
      Map<String, String> labelled,
      List<String> registered,
      int most,
      Reserve reserved) {
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
        osImage,
        reserved);
  }

  /** The node's capacity, by resource. */
  public Map<String, String> capacity() {
    return resources(Integer.toString(cpus), storageKi + "Ki", memoryKi + "Ki");
  }

  /** The part of the capacity that pods may have: less what is reserved, but not below zero. */
  public Map<String, String> allocatable() {
    long storage = storageKi * 1024;
    long memory = memoryKi * 1024;
    long cpu = Math.max(0, cpus * 1000L - reserve.cpu());
    long left = Math.max(0, memory - reserve.memoryOf(memory));
    return resources(
        cpu % 1000 == 0 ? "" + cpu / 1000 : cpu + "m",
        Long.toString(Math.max(0, storage - reserve.storageOf(storage))),
        left % 1024 == 0 ? left / 1024 + "Ki" : Long.toString(left));
  }

  /**
   * Why the node cannot have these reserves; empty if it can (validateNodeAllocatable of the
   * container manager).
   */
  public Optional<String> overcommitment() {
    long memory = memoryKi * 1024;
    long kept = reserve.memoryOf(memory);
    String form =
        "invalid Node Allocatable configuration. Resource %s has a reservation of {{%d %d} {<nil>}"
            + " %s} but capacity of {{%d %d} {<nil>} %s}. Expected capacity >= reservation.";
    if (kept > memory) {
      return Optional.of(
          form.formatted("\"memory\"", kept, 0, " BinarySI", memory, 0, " BinarySI"));
    }
    return reserve.cpu() > cpus * 1000L
        ? Optional.of(
            form.formatted(
                "\"cpu\"", reserve.cpu(), -3, " DecimalSI", cpus * 1000L, -3, " DecimalSI"))
        : Optional.empty();
  }

  private Map<String, String> resources(String cpu, String storage, String memory) {
    Map<String, String> resources = new LinkedHashMap<>();
    resources.put("cpu", cpu);
    resources.put("ephemeral-storage", storage);
    resources.put("hugepages-1Gi", "0");
    resources.put("hugepages-2Mi", "0");
    resources.put("memory", memory);
    resources.put("pods", Integer.toString(maxPods));
    return resources;
  }
}
