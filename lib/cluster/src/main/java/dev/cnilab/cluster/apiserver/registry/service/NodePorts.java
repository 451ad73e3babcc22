package dev.cnilab.cluster.apiserver.registry.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.registry.write.Requester.Durability;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How the ports of a service get node ports: {@code pkg/registry/core/service/storage} of
 * Kubernetes. A dry run is checked for conflicts within its own ports only.
 */
sealed interface NodePorts {
  /**
   * Allocates a node port for each port without one, and reserves those that are asked for.
   *
   * @param self namespace and name of the service
   * @throws dev.cnilab.cluster.client.ApiException 422 if a requested one is not available
   */
  void allocate(ObjectNode spec, String self, Durability durability);

  private static boolean wantsPorts(ObjectNode spec) {
    return spec.path("allocateLoadBalancerNodePorts").asBoolean(true);
  }

  /** For a new service: ports of the same number, say 53 over TCP and UDP, share a node port. */
  record OfNew(ServiceAddresses addresses) implements NodePorts {
    @Override
    public void allocate(ObjectNode spec, String self, Durability durability) {
      Map<Integer, Integer> shared = new HashMap<>();
      Set<Integer> taken = new HashSet<>();
      JsonNode ports = spec.path("ports");
      FreeNodePorts free = addresses.freeNodePorts(spec);
      Map<Integer, Integer> askedFor = askedFor(ports);
      for (int i = 0; i < ports.size(); i++) {
        ObjectNode port = (ObjectNode) ports.get(i);
        int number = port.path("port").asInt();
        int own = port.path("nodePort").asInt();
        int common = shared.getOrDefault(number, 0);
        int wanted = own == 0 && common == 0 ? askedFor.getOrDefault(number, 0) : own;
        if (wanted != 0 && wanted != common) {
          if (!taken.add(wanted)) {
            throw ServiceAddresses.allocated(wanted, i, self);
          }
          if (durability == Durability.STORED) {
            addresses.requireFreeNodePort(wanted, i, self);
          }
          port.put("nodePort", wanted);
        } else if (common != 0) {
          port.put("nodePort", common);
        } else if (wantsPorts(spec)) {
          port.put("nodePort", free.draw());
        }
        shared.putIfAbsent(number, port.path("nodePort").asInt());
      }
    }

    /** The first node port that the service asks for with a port of each number. */
    private static Map<Integer, Integer> askedFor(JsonNode ports) {
      Map<Integer, Integer> first = new HashMap<>();
      for (JsonNode port : ports) {
        int wanted = port.path("nodePort").asInt();
        if (wanted != 0) {
          first.putIfAbsent(port.path("port").asInt(), wanted);
        }
      }
      return first;
    }
  }

  /** For a changed service: each port without a node port gets one of its own. */
  record OfChanged(ServiceAddresses addresses) implements NodePorts {
    @Override
    public void allocate(ObjectNode spec, String self, Durability durability) {
      JsonNode ports = spec.path("ports");
      FreeNodePorts free = addresses.freeNodePorts(spec);
      for (int i = 0; i < ports.size(); i++) {
        int wanted = ports.get(i).path("nodePort").asInt();
        if (wanted == 0 && wantsPorts(spec)) {
          ((ObjectNode) ports.get(i)).put("nodePort", free.draw());
        } else if (wanted != 0 && durability == Durability.STORED) {
          addresses.requireFreeNodePort(wanted, i, self);
        }
      }
    }
  }
}
