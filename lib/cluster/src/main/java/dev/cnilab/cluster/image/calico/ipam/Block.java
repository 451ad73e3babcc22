package dev.cnilab.cluster.image.calico.ipam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An IPAMBlock: a prefix with its addresses in use and their owners. Immutable; changes return a
 * copy to be written next.
 */
public record Block(KubeObject object) {
  private static final String HOST = "host:";

  /** An address that was just assigned, and the block with that assignment. */
  record Taken(Block block, Ipv4Address address) {}

  /** An address in use. */
  public record Allocation(Ipv4Address address, String handle, Map<String, String> attributes) {}

  /** The name of the object for a prefix: {@code 10-244-1-0-26}. */
  static String name(Ipv4Prefix cidr) {
    return cidr.toString().replaceAll("[./]", "-");
  }

  /** Writes the spec of an unused block. */
  static void describe(ObjectNode spec, Ipv4Prefix cidr, String node) {
    int size = 1 << (32 - cidr.length());
    spec.put("affinity", HOST + node).put("cidr", cidr.toString()).put("deleted", false);
    spec.put("sequenceNumber", 0).put("strictAffinity", false);
    spec.putObject("sequenceNumberForAllocation");
    spec.putArray("attributes");
    ArrayNode allocations = spec.putArray("allocations");
    ArrayNode unallocated = spec.putArray("unallocated");
    for (int ordinal = 0; ordinal < size; ordinal++) {
      allocations.addNull();
      unallocated.add(ordinal);
    }
  }

  public Ipv4Prefix cidr() {
    return Ipv4Prefix.parse(object.text("/spec/cidr"));
  }

  /** The node it is affine to; "" for none. */
  public String node() {
    String affinity = object.text("/spec/affinity");
    return affinity.startsWith(HOST) ? affinity.substring(HOST.length()) : "";
  }

  boolean isFull() {
    return object.at("/spec/unallocated").isEmpty();
  }

  public boolean isUnused() {
    return object.at("/spec/attributes").isEmpty();
  }

  /** The assigned addresses, in order. */
  public List<Allocation> allocations() {
    List<Allocation> all = new ArrayList<>();
    JsonNode indices = object.at("/spec/allocations");
    for (int ordinal = 0; ordinal < indices.size(); ordinal++) {
      if (!indices.path(ordinal).isNull()) {
        String attribute = "/spec/attributes/" + indices.path(ordinal).asInt();
        all.add(
            new Allocation(
                cidr().address().plus(ordinal),
                object.text(attribute + "/handle_id"),
                object.map(attribute + "/secondary")));
      }
    }
    return all;
  }

  /** Whether an address of the block is free. */
  boolean isFree(Ipv4Address address) {
    return object.at("/spec/allocations/" + ordinal(address)).isNull();
  }

  private int ordinal(Ipv4Address address) {
    return address.bits() - cidr().address().bits();
  }

  /** Assigns the address that has been free for longest; the block must not be full. */
  Taken take(String handle, Map<String, String> attributes) {
    return take(object.at("/spec/unallocated/0").asInt(), handle, attributes);
  }

  /** Assigns a free address. */
  Taken take(Ipv4Address address, String handle, Map<String, String> attributes) {
    return take(ordinal(address), handle, attributes);
  }

  private Taken take(int ordinal, String handle, Map<String, String> attributes) {
    KubeObject changed =
        object.edit(
            json -> {
              ObjectNode spec = json.withObject("/spec");
              spec.withArray("/unallocated").removeIf(free -> free.asInt() == ordinal);
              ArrayNode all = (ArrayNode) spec.path("attributes");
              ((ArrayNode) spec.path("allocations"))
                  .set(ordinal, Json.object().numberNode(all.size()));
              ObjectNode attribute = all.addObject().put("handle_id", handle);
              attributes.forEach(attribute.putObject("secondary")::put);
              int sequence = spec.path("sequenceNumber").asInt() + 1;
              spec.put("sequenceNumber", sequence);
              spec.withObject("/sequenceNumberForAllocation")
                  .put(Integer.toString(ordinal), sequence);
            });
    return new Taken(new Block(changed), cidr().address().plus(ordinal));
  }

  /** Releases all addresses of a handle; each goes to the end of the free ones. */
  Block release(String handle) {
    return new Block(
        object.edit(
            json -> {
              ObjectNode spec = json.withObject("/spec");
              JsonNode old = spec.path("attributes");
              ArrayNode allocations = (ArrayNode) spec.path("allocations");
              ArrayNode kept = Json.array();
              for (int ordinal = 0; ordinal < allocations.size(); ordinal++) {
                JsonNode index = allocations.path(ordinal);
                if (index.isNull()) {
                  continue;
                }
                JsonNode attribute = old.path(index.asInt());
                if (attribute.path("handle_id").asText().equals(handle)) {
                  allocations.setNull(ordinal);
                  spec.withArray("/unallocated").add(ordinal);
                  spec.withObject("/sequenceNumberForAllocation").remove(Integer.toString(ordinal));
                } else {
                  allocations.set(ordinal, Json.object().numberNode(kept.size()));
                  kept.add(attribute);
                }
              }
              spec.set("attributes", kept);
              spec.put("sequenceNumber", spec.path("sequenceNumber").asInt() + 1);
            }));
  }

  /** The same block without an affine node. */
  Block withoutAffinity() {
    return new Block(object.edit(json -> json.withObject("/spec").remove("affinity")));
  }
}
