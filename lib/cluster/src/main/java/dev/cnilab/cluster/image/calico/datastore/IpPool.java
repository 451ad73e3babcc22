package dev.cnilab.cluster.image.calico.datastore;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.Locale;

/**
 * An IPPool.
 *
 * @param blockSize the length of the prefix of each block
 * @param natOutgoing whether packets from pods to addresses outside all pools get their node's
 *     address
 */
public record IpPool(
    String name,
    Ipv4Prefix cidr,
    int blockSize,
    Encapsulation ipip,
    Encapsulation vxlan,
    boolean natOutgoing,
    boolean disabled,
    NodeSelector nodes) {
  private static final int DEFAULT_BLOCK = 26;

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

  public static IpPool of(KubeObject object) {
    int size = object.at("/spec/blockSize").asInt(DEFAULT_BLOCK);
    return new IpPool(
        object.name(),
        Ipv4Prefix.parse(object.text("/spec/cidr")).network(),
        size == 0 ? DEFAULT_BLOCK : size,
        Encapsulation.of(object.text("/spec/ipipMode")),
        Encapsulation.of(object.text("/spec/vxlanMode")),
        object.at("/spec/natOutgoing").asBoolean(),
        object.at("/spec/disabled").asBoolean(),
        NodeSelector.parse(object.text("/spec/nodeSelector")));
  }

  /** Whether another node's pods of this pool are reached through a tunnel of some kind. */
  public boolean tunnels() {
    return ipip == Encapsulation.ALWAYS || vxlan == Encapsulation.ALWAYS;
  }
}
