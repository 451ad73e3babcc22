package dev.cnilab.cluster.controller.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Marks each ServiceCIDR as ready, and keeps a deleted one until none of its addresses that no
 * other range contains is in use. After {@code pkg/controller/servicecidrs}.
 */
public final class ServiceCidrController implements AutoCloseable {
  private static final String FINALIZER = "networking.k8s.io/service-cidr-finalizer";
  private static final String FINALIZERS = "/metadata/finalizers";

  private final EventLoop loop;
  private final ApiClient client;
  private final ControlLoop control;

  public ServiceCidrController(ControllerContext context) {
    loop = context.loop();
    client = context.client();
    control =
        context
            .controlLoop(this::reconcile)
            .watch(ResourceTypes.SERVICE_CIDRS)
            .watch(ResourceTypes.IP_ADDRESSES, address -> leaving());
  }

  @Override
  public void close() {
    control.close();
  }

  private Stream<ObjectKey> leaving() {
    return ranges().stream().filter(KubeObject::isTerminating).map(ObjectKey::of);
  }

  private List<KubeObject> ranges() {
    return client.list(ResourceTypes.SERVICE_CIDRS, "", ListOptions.everything());
  }

  private void reconcile(ObjectKey key) {
    client
        .find(ResourceTypes.SERVICE_CIDRS, "", key.name())
        .ifPresent(range -> reconcile(range, isKept(range)));
  }

  private static boolean isKept(KubeObject range) {
    return finalizers(range).anyMatch(FINALIZER::equals);
  }

  private static Stream<String> finalizers(KubeObject range) {
    return StreamSupport.stream(range.at(FINALIZERS).spliterator(), false).map(JsonNode::asText);
  }

  private void reconcile(KubeObject range, boolean kept) {
    if (!range.isTerminating()) {
      KubeObject marked =
          kept
              ? range
              : client.update(
                  ResourceTypes.SERVICE_CIDRS,
                  range.edit(
                      json -> json.withObject("/metadata").withArray("finalizers").add(FINALIZER)));
      say(marked, "True", "", "Kubernetes Service CIDR is ready");
    } else if (kept && isUsed(range)) {
      say(
          range,
          "False",
          "Terminating",
          "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a"
              + " new ServiceCIDR");
    } else if (kept) {
      client.update(ResourceTypes.SERVICE_CIDRS, range.edit(ServiceCidrController::letGo));
    }
  }

  private static void letGo(ObjectNode json) {
    ArrayNode finalizers = (ArrayNode) json.at(FINALIZERS);
    for (int i = finalizers.size() - 1; i >= 0; i--) {
      if (finalizers.get(i).asText().equals(FINALIZER)) {
        finalizers.remove(i);
      }
    }
  }

  private boolean isUsed(KubeObject range) {
    List<Ipv4Prefix> others =
        ranges().stream()
            .filter(each -> !each.isTerminating())
            .flatMap(ServiceCidrController::prefixes)
            .toList();
    return client.list(ResourceTypes.IP_ADDRESSES, "", ListOptions.everything()).stream()
        .flatMap(address -> parsed(address.name()).stream())
        .filter(address -> prefixes(range).anyMatch(prefix -> prefix.contains(address)))
        .anyMatch(address -> others.stream().noneMatch(prefix -> prefix.contains(address)));
  }

  private static Optional<Ipv4Address> parsed(String name) {
    return name.contains(":") ? Optional.empty() : Optional.of(Ipv4Address.parse(name));
  }

  private static Stream<Ipv4Prefix> prefixes(KubeObject range) {
    return StreamSupport.stream(range.at("/spec/cidrs").spliterator(), false)
        .map(JsonNode::asText)
        .filter(cidr -> !cidr.contains(":"))
        .map(Ipv4Prefix::parse);
  }

  private void say(KubeObject range, String status, String reason, String message) {
    JsonNode now = range.at("/status/conditions/0");
    if (now.path("status").asText().equals(status)) {
      return;
    }
    client.updateStatus(
        ResourceTypes.SERVICE_CIDRS,
        range.edit(
            json ->
                json.withObject("/status")
                    .putArray("conditions")
                    .addObject()
                    .put("type", "Ready")
                    .put("status", status)
                    .put("reason", reason)
                    .put("message", message)
                    .put(
                        "lastTransitionTime",
                        loop.now().truncatedTo(ChronoUnit.SECONDS).toString())));
  }
}
