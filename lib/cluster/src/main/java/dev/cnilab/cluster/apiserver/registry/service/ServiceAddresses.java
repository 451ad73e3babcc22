package dev.cnilab.cluster.apiserver.registry.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.cnilab.cluster.apiserver.registry.write.Requester.Durability;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.apiserver.validation.InvalidObject;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The services' addresses, 10.96.0.0/12, and node ports, 30000 to 32767. Free ones are drawn at
 * random, addresses from above the first 256, which are reserved for explicit requests (KEP-3070).
 */
public final class ServiceAddresses {
  private static final int FIRST = 10 << 24 | 96 << 16;
  private static final int SIZE = 1 << 20;
  private static final int STATIC_BAND = 256;

  private final ObjectStore store;
  private final Random random;

  public ServiceAddresses(ObjectStore store, Random random) {
    this.store = store;
    this.random = random;
  }

  String free() {
    Map<String, String> used = used();
    String address;
    do {
      address = text(FIRST + STATIC_BAND + 1 + random.nextInt(SIZE - STATIC_BAND - 2));
    } while (used.containsKey(address));
    return address;
  }

  /**
   * The node ports that a service may still get.
   *
   * @param spec the service's, some of whose ports may have a node port already
   */
  FreeNodePorts freeNodePorts(JsonNode spec) {
    FreeNodePorts free = new FreeNodePorts(random);
    services().forEach(service -> free.take(service.at("/spec")));
    free.take(spec);
    return free;
  }

  /**
   * Checks that a requested address is in the range.
   *
   * @param self namespace and name of the service that asks
   * @throws dev.cnilab.cluster.client.ApiException 422 with the allocator's words
   */
  void requireInRange(String address, String self, Durability durability) {
    int number = number(address);
    if (number <= FIRST || number >= FIRST + SIZE - 1) {
      throw refused(
          self,
          address,
          switch (durability) {
            case STORED -> "the provided network does not match the current range";
            case DRY_RUN ->
                "the provided IP (%s) is not in the valid range. The range of valid IPs is %s"
                    .formatted(address, "10.96.0.0/12");
          });
    }
  }

  /** Checks that no other service has an address. */
  void requireFree(String address, String self) {
    String owner = used().get(address);
    if (owner != null && !owner.equals(self)) {
      throw refused(self, address, "provided IP is already allocated");
    }
  }

  /**
   * Checks that a requested node port is valid and that no other service has it.
   *
   * @param index of the port in the service
   * @throws dev.cnilab.cluster.client.ApiException 422 with the allocator's words
   */
  void requireFreeNodePort(int port, int index, String self) {
    if (!FreeNodePorts.isInRange(port)) {
      throw refused(
          self,
          port,
          index,
          "provided port is not in the valid range. The range of valid ports is 30000-32767");
    }
    if (isTaken(port, self)) {
      throw allocated(port, index, self);
    }
  }

  /** The error for a node port that is already allocated. */
  static ApiException allocated(int port, int index, String self) {
    return refused(self, port, index, "provided port is already allocated");
  }

  private static ApiException refused(String self, int port, int index, String why) {
    return InvalidObject.of(
        ResourceTypes.SERVICES,
        self.substring(self.indexOf('/') + 1),
        List.of(
            FieldError.invalid("spec.ports[" + index + "].nodePort", IntNode.valueOf(port), why)));
  }

  private boolean isTaken(int port, String self) {
    for (KubeObject service : services()) {
      for (JsonNode taken : service.at("/spec/ports")) {
        if (taken.path("nodePort").asInt() == port
            && !self.equals(service.namespace() + "/" + service.name())) {
          return true;
        }
      }
    }
    return false;
  }

  private static ApiException refused(String self, String address, String why) {
    return InvalidObject.of(
        ResourceTypes.SERVICES,
        self.substring(self.indexOf('/') + 1),
        List.of(
            FieldError.invalid(
                "spec.clusterIPs",
                Json.array().add(address),
                "failed to allocate IP " + address + ": " + why)));
  }

  private Map<String, String> used() {
    Map<String, String> used = new HashMap<>();
    services().forEach(s -> used.put(s.text("/spec/clusterIP"), s.namespace() + "/" + s.name()));
    return used;
  }

  private Iterable<KubeObject> services() {
    return store.list(ResourceTypes.SERVICES, "");
  }

  private static String text(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 0xff)
        + "."
        + (address >>> 8 & 0xff)
        + "."
        + (address & 0xff);
  }

  /** The address as a number; 0 for anything but an IPv4 address. */
  private static int number(String address) {
    if (!address.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      return 0;
    }
    int number = 0;
    for (String part : address.split("\\.", -1)) {
      number = number << 8 | Integer.parseInt(part);
    }
    return number;
  }
}
