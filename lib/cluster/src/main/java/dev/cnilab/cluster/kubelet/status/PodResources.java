package dev.cnilab.cluster.kubelet.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.Quantity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pod-level resources in a pod's status: its containers' limits and requests together
 * (KEP-5419).
 */
final class PodResources {
  private static final long MILLI = 1000;
  private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final int STEP = 1024;

  private PodResources() {}

  /** Writes {@code resources}, which may be empty, and {@code allocatedResources}, if any. */
  static void put(Pod pod, ObjectNode status) {
    ObjectNode requests = sum(pod, "requests");
    ObjectNode resources = Json.object();
    if (!requests.isEmpty()) {
      resources.set("requests", requests);
      status.set("allocatedResources", requests.deepCopy());
    }
    ObjectNode limits = sum(pod, "limits");
    if (!limits.isEmpty()) {
      resources.set("limits", limits);
    }
    status.set("resources", resources);
  }

  private static ObjectNode sum(Pod pod, String list) {
    Map<String, Long> amounts = new TreeMap<>();
    pod.containers().stream()
        .flatMap(container -> container.spec().at("/resources/" + list).properties().stream())
        .forEach(
            each ->
                amounts.merge(each.getKey(), Quantity.milli(each.getValue().asText()), Long::sum));
    ObjectNode sum = Json.object();
    amounts.forEach((name, milli) -> sum.put(name, name.equals("cpu") ? cpu(milli) : bytes(milli)));
    return sum;
  }

  private static String cpu(long milli) {
    return milli % MILLI == 0 ? String.valueOf(milli / MILLI) : milli + "m";
  }

  private static String bytes(long milli) {
    long amount = milli / MILLI;
    int unit = 0;
    while (amount > 0 && amount % STEP == 0 && unit < BINARY.size() - 1) {
      amount /= STEP;
      unit++;
    }
    return amount + BINARY.get(unit);
  }
}
