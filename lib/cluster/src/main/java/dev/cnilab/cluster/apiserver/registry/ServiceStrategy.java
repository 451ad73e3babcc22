package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.KubeObject;

/** Services: they get addresses of their own, and ports on the nodes. */
final class ServiceStrategy implements Strategy {
  private static final String NONE = "None";
  private final ServiceAddresses addresses;

  ServiceStrategy(ServiceAddresses addresses) {
    this.addresses = addresses;
  }

  @Override
  public void prepareForCreate(ObjectNode service) {
    service.putObject("status").putObject("loadBalancer");
    allocate(service);
  }

  @Override
  public void prepareForUpdate(ObjectNode service, KubeObject old) {
    ObjectNode spec = service.withObject("/spec");
    boolean external = spec.path("type").asText().equals("ExternalName");
    if (!external && !spec.has("clusterIP") && !old.text("/spec/clusterIP").isEmpty()) {
      spec.set("clusterIP", old.at("/spec/clusterIP"));
      spec.set("clusterIPs", old.at("/spec/clusterIPs"));
    }
    keepNodePorts(spec, old);
    allocate(service);
  }

  private void allocate(ObjectNode service) {
    ObjectNode spec = service.withObject("/spec");
    String type = spec.path("type").asText();
    if (type.equals("ExternalName")) {
      spec.remove(java.util.List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"));
      return;
    }
    String self =
        service.at("/metadata/namespace").asText() + "/" + service.at("/metadata/name").asText();
    String address = spec.path("clusterIP").asText("");
    if (address.isEmpty()) {
      address = addresses.free();
    } else if (!address.equals(NONE)) {
      addresses.requireFree(address, self);
    }
    spec.put("clusterIP", address).putArray("clusterIPs").add(address);
    if (!spec.has("ipFamilies")) {
      spec.putArray("ipFamilies").add("IPv4");
    }
    if (!spec.has("ipFamilyPolicy")) {
      spec.put("ipFamilyPolicy", "SingleStack");
    }
    if (type.equals("NodePort") || type.equals("LoadBalancer")) {
      JsonNode ports = spec.path("ports");
      for (int i = 0; i < ports.size(); i++) {
        if (ports.get(i).has("nodePort")) {
          addresses.requireFreeNodePort(ports.get(i).path("nodePort").asInt(), i, self);
        } else {
          ((ObjectNode) ports.get(i)).put("nodePort", addresses.freeNodePort());
        }
      }
    }
  }

  private static void keepNodePorts(ObjectNode spec, KubeObject old) {
    for (JsonNode port : spec.path("ports")) {
      for (JsonNode before : old.at("/spec/ports")) {
        if (before.path("port").equals(port.path("port"))
            && before.path("protocol").equals(port.path("protocol"))
            && before.has("nodePort")
            && !port.has("nodePort")
            && !spec.path("type").asText().equals("ClusterIP")) {
          ((ObjectNode) port).set("nodePort", before.path("nodePort"));
        }
      }
    }
  }
}
