package dev.cnilab.cluster.image.calico.datastore;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An IPPool.
 *
 * @param blockSize the length of the prefix of each block
 * @param natOutgoing whether packets from pods to addresses outside all pools get their node's
 *     address
 * @param manual whether only pods that ask for it by name get its addresses
 * @param uses what its addresses are for
 */
public record IpPool(
    String name,
    Ipv4Prefix cidr,
    int blockSize,
    Encapsulation ipip,
    Encapsulation vxlan,
    boolean natOutgoing,
    boolean disabled,
    boolean manual,
    List<String> uses,
    NodeSelector nodes) {
  private static final int DEFAULT_BLOCK = 26;
  private static final int LARGEST_BLOCK = 20;

  /** A pool's use for pods. */
  public static final String WORKLOAD = "Workload";

  /** A pool's use for the ends of tunnels. */
  public static final String TUNNEL = "Tunnel";

  /** The fields that have their effect, and those with one value. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "allowedUses", ".*",
          "assignmentMode", "Automatic|Manual",
          "blockSize", ".*",
          "cidr", ".*",
          "disableBGPExport", "false",
          "disabled", "true|false",
          "ipipMode", "Never|Always|CrossSubnet",
          "natOutgoing", "true|false",
          "nodeSelector", ".*",
          "vxlanMode", "Never|Always|CrossSubnet");

  /** When packets to another node's pods go through a tunnel. */
  public enum Encapsulation {
    NEVER("Never"),
    ALWAYS("Always"),
    CROSS_SUBNET("CrossSubnet");

    private final String text;

    Encapsulation(String text) {
      this.text = text;
    }

    static Encapsulation of(String text) {
      for (Encapsulation each : values()) {
        if (each.text.toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
          return each;
        }
      }
      return NEVER;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Those that can be used; see {@link #complaint}. */
  public static List<IpPool> usable(Collection<KubeObject> objects) {
    return objects.stream().filter(each -> complaint(each).isEmpty()).map(IpPool::of).toList();
  }

  /** Why a pool is left out, by the name of a field. */
  public static Optional<String> complaint(KubeObject object) {
    Optional<Ipv4Prefix> cidr = Ipv4Prefix.block(object.text("/spec/cidr"));
    int size = blockSize(object);
    Optional<String> wrong =
        cidr.isEmpty() || size < cidr.get().length()
            ? Optional.of("cidr")
            : size < LARGEST_BLOCK || size > Ipv4Prefix.of(cidr.get().address()).length()
                ? Optional.of("blockSize")
                : object.at("/spec").properties().stream()
                    .filter(
                        each ->
                            !each.getValue()
                                .asText()
                                .matches(FIELDS.getOrDefault(each.getKey(), "")))
                    .map(Map.Entry::getKey)
                    .findFirst();
    return wrong.map(
        field ->
            "IPPool %s: %s %s is not available on this machine"
                .formatted(object.name(), field, object.at("/spec/" + field).asText()));
  }

  private static int blockSize(KubeObject object) {
    int size = object.at("/spec/blockSize").asInt(DEFAULT_BLOCK);
    return size == 0 ? DEFAULT_BLOCK : size;
  }

  private static List<String> uses(KubeObject object) {
    List<String> uses = new ArrayList<>();
    object.at("/spec/allowedUses").forEach(each -> uses.add(each.asText()));
    return uses.isEmpty() ? List.of(WORKLOAD, TUNNEL) : uses;
  }

  private static IpPool of(KubeObject object) {
    return new IpPool(
        object.name(),
        Ipv4Prefix.parse(object.text("/spec/cidr")).network(),
        blockSize(object),
        Encapsulation.of(object.text("/spec/ipipMode")),
        Encapsulation.of(object.text("/spec/vxlanMode")),
        object.at("/spec/natOutgoing").asBoolean(),
        object.at("/spec/disabled").asBoolean(),
        object.text("/spec/assignmentMode").equals("Manual"),
        uses(object),
        NodeSelector.parse(object.text("/spec/nodeSelector")));
  }
}
