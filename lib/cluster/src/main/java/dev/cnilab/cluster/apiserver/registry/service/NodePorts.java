package dev.cnilab.cluster.apiserver.registry.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.registry.write.Requester.Durability;
import dev.cnilab.cluster.apiserver.validation.InvalidObject;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a service gets node ports, for its ports and for health checks: {@code
 * pkg/registry/core/service/storage} of Kubernetes.
 */
sealed interface NodePorts {
  String NODE_PORT = "nodePort";
  String HEALTH = "healthCheckNodePort";

  /**
   * Allocates a node port for each port without one, and reserves those that are asked for.
   *
   * @param self namespace and name of the service
   * @throws dev.cnilab.cluster.client.ApiException 422 if a requested one is not available
   */
  void allocate(ObjectNode spec, String self, Durability durability);

  /**
   * Allocates the node port at which load balancers ask for the health of the service, or reserves
   * the one that is asked for, if it needs one.
   *
   * @param self namespace and name of the service
   * @throws dev.cnilab.cluster.client.ApiException 500 if a requested one is not available
   */
  void allocateForHealth(ObjectNode spec, String self, Durability durability);

  private static ApiException refused(int port, int index, String self, String why) {
    return InvalidObject.of(
        ResourceTypes.SERVICES,
        self.substring(self.indexOf('/') + 1),
        List.of(
            FieldError.invalid("spec.ports[" + index + "].nodePort", IntNode.valueOf(port), why)));
  }

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
        int own = port.path(NODE_PORT).asInt();
        int common = shared.getOrDefault(number, 0);
        int wanted = own == 0 && common == 0 ? askedFor.getOrDefault(number, 0) : own;
        if (wanted != 0 && wanted != common) {
          Optional<String> why =
              taken.add(wanted)
                  ? addresses.unavailable(wanted, self, durability)
                  : Optional.of(ServiceAddresses.ALLOCATED);
          if (why.isPresent()) {
            throw refused(wanted, i, self, why.get());
          }
          port.put(NODE_PORT, wanted);
        } else if (common != 0) {
          port.put(NODE_PORT, common);
        } else if (wantsPorts(spec)) {
          port.put(NODE_PORT, free.draw());
        }
        shared.putIfAbsent(number, port.path(NODE_PORT).asInt());
      }
    }

    @Override
    public void allocateForHealth(ObjectNode spec, String self, Durability durability) {
      if (!ServiceChange.needsHealthCheck(spec)) {
        return;
      }
      int wanted = spec.path(HEALTH).asInt();
      if (wanted == 0) {
        spec.put(HEALTH, addresses.freeNodePorts(spec).draw());
        return;
      }
      boolean ofPort =
          spec.path("ports").valueStream().anyMatch(port -> port.path(NODE_PORT).asInt() == wanted);
      Optional<String> why =
          ofPort
              ? Optional.of(ServiceAddresses.ALLOCATED)
              : addresses.unavailable(wanted, self, durability);
      if (why.isPresent()) {
        throw ApiErrors.internal(
            "failed to allocate requested HealthCheck NodePort " + wanted + ": " + why.get());
      }
    }

    /** The first node port that the service asks for with a port of each number. */
    private static Map<Integer, Integer> askedFor(JsonNode ports) {
      Map<Integer, Integer> first = new HashMap<>();
      for (JsonNode port : ports) {
        int wanted = port.path(NODE_PORT).asInt();
        if (wanted != 0) {
          first.putIfAbsent(port.path("port").asInt(), wanted);
        }
      }
      return first;
    }
  }

  /** For a changed service: each port without a node port gets one of its own. */
  record OfChanged(ServiceAddresses addresses, JsonNode old) implements NodePorts {
    @Override
    public void allocate(ObjectNode spec, String self, Durability durability) {
      JsonNode ports = spec.path("ports");
      FreeNodePorts free = addresses.freeNodePorts(spec);
      for (int i = 0; i < ports.size(); i++) {
        int wanted = ports.get(i).path(NODE_PORT).asInt();
        if (wanted == 0 && wantsPorts(spec)) {
          ((ObjectNode) ports.get(i)).put(NODE_PORT, free.draw());
        } else if (wanted != 0) {
          Optional<String> why = addresses.unavailable(wanted, self, durability);
          if (why.isPresent()) {
            throw refused(wanted, i, self, why.get());
          }
        }
      }
    }

    @Override
    public void allocateForHealth(ObjectNode spec, String self, Durability durability) {
      if (!ServiceChange.needsHealthCheck(old)) {
        new OfNew(addresses).allocateForHealth(spec, self, durability);
      }
    }
  }
}
