package dev.cnilab.userland.net.system;

import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.link.Nic;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.netsim.link.Vxlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The offloads of a link, as in {@code ethtool -k} and {@code -K}. They have no effect except that
 * switching one off also switches off those that depend on it ({@code netdev_fix_features}).
 */
final class Offloads {
  private static final String CHECKSUM = "tx-checksum-ip-generic";
  private static final String SCATTER = "tx-scatter-gather";

  /** The offloads that depend on checksum offload. */
  private static final List<String> NEED_CHECKSUM =
      List.of(
          "tx-tcp-segmentation",
          "tx-tcp-ecn-segmentation",
          "tx-tcp-mangleid-segmentation",
          "tx-tcp6-segmentation",
          "tx-udp-segmentation");

  private static final Map<String, String> SHORT =
      Map.of(
          "rx", "rx-checksumming",
          "tx", "tx-checksumming",
          "sg", "scatter-gather",
          "tso", "tcp-segmentation-offload",
          "gso", "generic-segmentation-offload",
          "gro", "generic-receive-offload",
          "lro", "large-receive-offload",
          "rxvlan", "rx-vlan-offload",
          "txvlan", "tx-vlan-offload",
          "rxhash", "receive-hashing");

  /**
   * A line of the listing.
   *
   * @param states of vxlan, bridge, veth and loopback; none for a group
   */
  private record Feature(String name, boolean indented, List<String> states) {}

  private static final List<Feature> FEATURES = read();

  private final Link link;
  private final int column;

  private Offloads(Link link, int column) {
    this.link = link;
    this.column = column;
  }

  /** The offloads of a link; empty for a kind whose offloads are not known here. */
  static Optional<Offloads> of(Link link) {
    return switch (link) {
      case Vxlan vxlan -> Optional.of(new Offloads(vxlan, 0));
      case Bridge bridge -> Optional.of(new Offloads(bridge, 1));
      case Veth veth -> Optional.of(new Offloads(veth, 2));
      case Nic cable -> Optional.of(new Offloads(cable, 2));
      case Loopback lo -> Optional.of(new Offloads(lo, 3));
      default -> Optional.empty();
    };
  }

  /** The whole listing. */
  String text() {
    StringBuilder text = new StringBuilder("Features for " + link.name() + ":\n");
    for (int i = 0; i < FEATURES.size(); i++) {
      Feature feature = FEATURES.get(i);
      boolean group = feature.states().isEmpty();
      boolean on = group ? members(feature.name()).stream().anyMatch(this::isOn) : isOn(feature);
      text.append(feature.indented() ? "\t" : "")
          .append(feature.name())
          .append(on ? ": on" : ": off")
          .append(!group && isFixed(feature) ? " [fixed]" : "")
          .append('\n');
    }
    return text.toString();
  }

  /** The features that a word denotes: one, or all of a group; none if it is unknown. */
  static List<String> named(String word) {
    String name = SHORT.getOrDefault(word, word);
    List<Feature> members = members(name);
    return members.isEmpty()
        ? FEATURES.stream().map(Feature::name).filter(name::equals).toList()
        : members.stream().map(Feature::name).toList();
  }

  /**
   * Switches features; returns a report if the result differs from the request.
   *
   * @param wanted each feature with its requested state
   */
  String change(Map<String, Boolean> wanted) {
    Map<String, Boolean> before = states();
    wanted.forEach(
        (name, on) -> {
          if (!isFixed(feature(name))) {
            link.options().setOffload(name, on);
          }
        });
    StringBuilder changes = new StringBuilder();
    boolean surprising = false;
    for (Map.Entry<String, Boolean> now : states().entrySet()) {
      Boolean asked = wanted.get(now.getKey());
      boolean changed = !now.getValue().equals(before.get(now.getKey()));
      boolean refused = asked != null && !asked.equals(now.getValue());
      surprising |= refused || (changed && asked == null);
      if (changed || refused) {
        changes
            .append(now.getKey())
            .append(now.getValue() ? ": on" : ": off")
            .append(refused ? " [requested " + (now.getValue() ? "off]" : "on]") : "")
            .append(asked == null ? " [not requested]" : "")
            .append('\n');
      }
    }
    return surprising ? "Actual changes:\n" + changes : "";
  }

  /** The states in the kernel's order, which has two checksums last. */
  private Map<String, Boolean> states() {
    Map<String, Boolean> states = new LinkedHashMap<>();
    FEATURES.stream()
        .filter(each -> !each.states().isEmpty())
        .sorted(Comparator.comparing(each -> each.name().matches("tx-checksum-(fcoe-crc|sctp)")))
        .forEach(each -> states.put(each.name(), isOn(each)));
    return states;
  }

  private boolean isOn(Feature feature) {
    String name = feature.name();
    boolean wanted =
        link.options().offloads().getOrDefault(name, feature.states().get(column).startsWith("+"));
    boolean lacks =
        (NEED_CHECKSUM.contains(name) && !isOn(feature(CHECKSUM)))
            || (name.startsWith("tx-tcp") && !isOn(feature(SCATTER)));
    return wanted && !lacks;
  }

  private boolean isFixed(Feature feature) {
    return feature.states().get(column).endsWith("!");
  }

  private static Feature feature(String name) {
    return FEATURES.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  /** The indented lines of a group. */
  private static List<Feature> members(String group) {
    Predicate<Feature> isGroup = each -> each.name().equals(group) && each.states().isEmpty();
    return FEATURES.stream()
        .dropWhile(isGroup.negate())
        .skip(1)
        .takeWhile(Feature::indented)
        .toList();
  }

  private static List<Feature> read() {
    try (InputStream in = Offloads.class.getResourceAsStream("features.txt")) {
      List<Feature> features = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          List<String> words = List.of(line.strip().split(" "));
          features.add(
              new Feature(words.getFirst(), line.startsWith(" "), words.subList(1, words.size())));
        }
      }
      return features;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
