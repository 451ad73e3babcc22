package dev.cnilab.cluster.image.flannel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The options of flanneld, parsed as by Go's {@code flag} package. */
final class FlannelFlags {
  /** Switches need no value, lists may be repeated. */
  private enum Kind {
    TEXT,
    SWITCH,
    LIST
  }

  /**
   * An option.
   *
   * @param label in the line that lists all of them
   * @param initial its default value
   */
  private record Flag(String name, String label, Kind kind, String initial) {}

  /** In the order in which flanneld prints them. The etcd options have no effect without etcd. */
  private static final List<Flag> FLAGS =
      List.of(
          text("etcd-endpoints", "etcdEndpoints", "http://127.0.0.1:4001,http://127.0.0.1:2379"),
          text("etcd-prefix", "etcdPrefix", "/coreos.com/network"),
          text("etcd-keyfile", "etcdKeyfile", ""),
          text("etcd-certfile", "etcdCertfile", ""),
          text("etcd-cafile", "etcdCAFile", ""),
          text("etcd-username", "etcdUsername", ""),
          text("etcd-password", "etcdPassword", ""),
          new Flag("version", "version", Kind.SWITCH, "false"),
          new Flag("kube-subnet-mgr", "kubeSubnetMgr", Kind.SWITCH, "false"),
          text("kube-api-url", "kubeApiUrl", ""),
          text("kube-annotation-prefix", "kubeAnnotationPrefix", "flannel.alpha.coreos.com"),
          text("kubeconfig-file", "kubeConfigFile", ""),
          new Flag("iface", "iface", Kind.LIST, ""),
          new Flag("iface-regex", "ifaceRegex", Kind.LIST, ""),
          new Flag("ip-masq", "ipMasq", Kind.SWITCH, "false"),
          new Flag(
              "ip-masq-random-fully-disable", "ipMasqRandomFullyDisable", Kind.SWITCH, "false"),
          text("iface-can-reach", "ifaceCanReach", ""),
          text("subnet-file", "subnetFile", "/run/flannel/subnet.env"),
          text("public-ip", "publicIP", ""),
          text("public-ipv6", "publicIPv6", ""),
          text("subnet-lease-renew-margin", "subnetLeaseRenewMargin", "60"),
          text("healthz-ip", "healthzIP", "0.0.0.0"),
          text("healthz-port", "healthzPort", "0"),
          text("iptables-resync", "iptablesResyncSeconds", "5"),
          new Flag("iptables-forward-rules", "iptablesForwardRules", Kind.SWITCH, "true"),
          new Flag("ip-blackhole-route", "blackholeRoute", Kind.SWITCH, "false"),
          text("net-config-path", "netConfPath", "/etc/kube-flannel/net-conf.json"),
          new Flag(
              "set-node-network-unavailable", "setNodeNetworkUnavailable", Kind.SWITCH, "true"));

  /** Options with a real effect that is missing here. */
  private static final List<String> NOT_MODELLED =
      List.of(
          "kube-api-url",
          "kubeconfig-file",
          "kube-annotation-prefix",
          "iface-can-reach",
          "public-ipv6",
          "ip-blackhole-route",
          "ip-masq-random-fully-disable");

  private final Map<String, List<String>> given = new HashMap<>();

  private FlannelFlags() {}

  private static Flag text(String name, String label, String initial) {
    return new Flag(name, label, Kind.TEXT, initial);
  }

  /**
   * Parses a command line.
   *
   * @param arguments with the program's name
   * @throws IllegalArgumentException with Go's words for an invalid option, or ours for one that is
   *     not modelled
   */
  static FlannelFlags parse(List<String> arguments) {
    FlannelFlags flags = new FlannelFlags();
    for (int i = 1; i < arguments.size() && arguments.get(i).startsWith("-"); i++) {
      String[] parts = arguments.get(i).replaceFirst("^--?", "").split("=", 2);
      Flag flag =
          FLAGS.stream()
              .filter(each -> each.name().equals(parts[0]))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException("flag provided but not defined: -" + parts[0]));
      String value = parts.length == 2 ? parts[1] : "true";
      if (parts.length == 1 && flag.kind() != Kind.SWITCH) {
        i++;
        if (i == arguments.size()) {
          throw new IllegalArgumentException("flag needs an argument: -" + parts[0]);
        }
        value = arguments.get(i);
      }
      if (NOT_MODELLED.contains(flag.name()) && !value.equals(flag.initial())) {
        throw new IllegalArgumentException("-" + flag.name() + " is not modelled here");
      }
      flags.given.computeIfAbsent(flag.name(), name -> new ArrayList<>()).add(value);
    }
    return flags;
  }

  /** All values that were given for an option. */
  List<String> all(String name) {
    return given.getOrDefault(name, List.of());
  }

  /** The last value that was given for an option. */
  Optional<String> last(String name) {
    return all(name).stream().reduce((first, last) -> last);
  }

  /** The value of an option, or its default. */
  String value(String name) {
    return last(name)
        .orElseGet(
            () ->
                FLAGS.stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .initial());
  }

  boolean isSet(String name) {
    return Boolean.parseBoolean(value(name));
  }

  int number(String name) {
    return Integer.parseInt(value(name));
  }

  /** All of them as flanneld prints them when it starts. */
  @Override
  public String toString() {
    return FLAGS.stream()
        .map(flag -> flag.label() + ":" + told(flag))
        .collect(Collectors.joining(" ", "{", "}"));
  }

  private String told(Flag flag) {
    return flag.kind() == Kind.LIST
        ? "[" + String.join(" ", all(flag.name())) + "]"
        : value(flag.name());
  }
}
