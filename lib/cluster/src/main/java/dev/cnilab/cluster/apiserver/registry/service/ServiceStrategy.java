package dev.cnilab.cluster.apiserver.registry.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.registry.strategy.Strategy;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.apiserver.registry.write.Requester.Durability;
import dev.cnilab.cluster.object.KubeObject;

/** Services: they get their own addresses, and node ports. */
public final class ServiceStrategy implements Strategy {
  private static final String CLUSTER_IPS = "clusterIPs";
  private final ServiceAddresses addresses;

  public ServiceStrategy(ServiceAddresses addresses) {
    this.addresses = addresses;
  }

  @Override
  public void prepareForCreate(ObjectNode service, Requester requester) {
    service.putObject("status").putObject("loadBalancer");
    ObjectNode spec = service.withObject("/spec");
    if (!spec.path("clusterIP").asText("").isEmpty() && !spec.has(CLUSTER_IPS)) {
      spec.putArray(CLUSTER_IPS).add(spec.path("clusterIP").asText());
    }
    allocate(service, requester.durability(), new NodePorts.OfNew(addresses));
  }

  @Override
  public void prepareForUpdate(ObjectNode service, KubeObject old, Requester requester) {
    ServiceChange.complete(service.withObject("/spec"), old.json().path("spec"));
    String before = old.text("/spec/clusterIP");
    boolean changed = !before.isEmpty() && !before.equals(service.at("/spec/clusterIP").asText(""));
    if (changed && !service.at("/spec/type").asText().equals("ExternalName")) {
      ServiceFamilies.complete(service);
      return; // it will be refused, so it gets no address or port
    }
    allocate(
        service,
        requester.durability(),
        new NodePorts.OfChanged(addresses, old.json().path("spec")));
  }

  private void allocate(ObjectNode service, Durability durability, NodePorts ports) {
    ObjectNode spec = service.withObject("/spec");
    String type = spec.path("type").asText();
    if (type.equals("ExternalName")) {
      return;
    }
    String self =
        service.at("/metadata/namespace").asText() + "/" + service.at("/metadata/name").asText();
    ServiceFamilies.complete(service);
    address(spec, self, durability);
    if (type.equals("NodePort") || type.equals("LoadBalancer")) {
      ports.allocate(spec, self, durability);
    }
    ports.allocateForHealth(spec, self, durability);
  }

  private void address(ObjectNode spec, String self, Durability durability) {
    String address = spec.path("clusterIP").asText("");
    if (address.isEmpty()) {
      address = addresses.free();
      spec.put("clusterIP", address).putArray(CLUSTER_IPS).add(address);
    } else if (!address.equals("None")) {
      addresses.requireInRange(address, self, durability);
      if (durability == Durability.STORED) {
        addresses.requireFree(address, self);
      }
    }
  }
}
