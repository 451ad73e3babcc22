package dev.cnilab.cluster.apiserver.registry.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.registry.write.Requester.Durability;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.apiserver.validation.InvalidObject;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The services' addresses, 10.96.0.0/12, and node ports, 30000 to 32767. Free ones are drawn at
 * random, addresses from above the first 256, which are reserved for explicit requests (KEP-3070).
 */
public final class ServiceAddresses {
  private static final int FIRST = 10 << 24 | 96 << 16;
  private static final int SIZE = 1 << 20;
  private static final int STATIC_BAND = 256;

  /** Why a node port cannot be had twice. */
  static final String ALLOCATED = "provided port is already allocated";

  private final ObjectStore store;
  private final Random random;

  public ServiceAddresses(ObjectStore store, Random random) {
    this.store = store;
    this.random = random;
  }

  String free() {
    String address;
    do {
      address = text(FIRST + STATIC_BAND + 1 + random.nextInt(SIZE - STATIC_BAND - 2));
    } while (!store.servicesAt(address).isEmpty());
    return address;
  }

  /**
   * The node ports that a service may still get.
   *
   * @param spec the service's, some of whose ports may have a node port already
   */
  FreeNodePorts freeNodePorts(JsonNode spec) {
    FreeNodePorts free = new FreeNodePorts(random);
    store.nodePorts().forEach(free::take);
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
    if (store.servicesAt(address).stream().anyMatch(service -> !service.key().equals(self))) {
      throw refused(self, address, "provided IP is already allocated");
    }
  }

  /**
   * Why a service cannot have a node port, in the allocator's words; empty if it can. For a dry run
   * the port may be outside the range.
   *
   * @param self namespace and name of the service that asks
   */
  Optional<String> unavailable(int nodePort, String self, Durability durability) {
    if (durability == Durability.STORED && !FreeNodePorts.isInRange(nodePort)) {
      return Optional.of(
          "provided port is not in the valid range. The range of valid ports is 30000-32767");
    }
    return store.servicesOn(nodePort).stream().anyMatch(service -> !service.key().equals(self))
        ? Optional.of(ALLOCATED)
        : Optional.empty();
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
