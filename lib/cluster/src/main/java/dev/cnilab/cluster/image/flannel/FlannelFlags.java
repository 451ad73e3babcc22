package dev.cnilab.cluster.image.flannel;

import dev.cnilab.cluster.log.GoBool;
import dev.cnilab.cluster.log.GoText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The options of flanneld, parsed as by Go's {@code flag} package. */
final class FlannelFlags {
  /** Switches need no value, lists may be repeated. */
  private enum Kind {
    TEXT,
    NUMBER,
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
              "ip-masq-fully-random-disable", "ipMasqRandomFullyDisable", Kind.SWITCH, "false"),
          text("iface-can-reach", "ifaceCanReach", ""),
          text("subnet-file", "subnetFile", "/run/flannel/subnet.env"),
          text("public-ip", "publicIP", ""),
          text("public-ipv6", "publicIPv6", ""),
          new Flag("subnet-lease-renew-margin", "subnetLeaseRenewMargin", Kind.NUMBER, "60"),
          text("healthz-ip", "healthzIP", "0.0.0.0"),
          new Flag("healthz-port", "healthzPort", Kind.NUMBER, "0"),
          new Flag("iptables-resync", "iptablesResyncSeconds", Kind.NUMBER, "5"),
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
          "v",
          "vmodule",
          "log_backtrace_at");

  /** Options of its log, which the line that lists all of them leaves out. */
  private static final List<Flag> OF_LOG =
      List.of(
          new Flag("v", "", Kind.NUMBER, "0"),
          text("vmodule", "", ""),
          text("log_backtrace_at", "", ":0"));

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
   *     not modelled; empty if only the usage was asked for
   */
  static FlannelFlags parse(List<String> arguments) {
    FlannelFlags flags = new FlannelFlags();
    for (int i = 1; i < arguments.size() && arguments.get(i).matches("-.+"); i++) {
      if (arguments.get(i).equals("--")) {
        break;
      }
      String[] parts = arguments.get(i).replaceFirst("^--?", "").split("=", 2);
      if (parts[0].isEmpty() || parts[0].startsWith("-")) {
        throw new IllegalArgumentException("bad flag syntax: " + arguments.get(i));
      } else if (parts[0].matches("h|help")) {
        throw new IllegalArgumentException("");
      }
      Flag flag =
          find(parts[0])
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
      if (!isValid(flag, value)) {
        throw new IllegalArgumentException(
            (flag.kind() == Kind.SWITCH
                        ? "invalid boolean value %s for -%s"
                        : "invalid value %s for flag -%s")
                    .formatted(GoText.quote(value), flag.name())
                + ": parse error");
      }
      flags.set(flag, value);
    }
    return flags;
  }

  private static Optional<Flag> find(String name) {
    return Stream.concat(FLAGS.stream(), OF_LOG.stream())
        .filter(each -> each.name().equals(name))
        .findFirst();
  }

  private static boolean isValid(Flag flag, String value) {
    return switch (flag.kind()) {
      case SWITCH -> GoBool.parse(value).isPresent();
      case NUMBER -> value.matches("[+-]?\\d{1,9}");
      case TEXT, LIST -> true;
    };
  }

  private void set(Flag flag, String value) {
    if (NOT_MODELLED.contains(flag.name()) && !value.equals(flag.initial())) {
      throw new IllegalArgumentException("-" + flag.name() + " is not modelled here");
    }
    given.computeIfAbsent(flag.name(), name -> new ArrayList<>()).add(value);
  }

  /**
   * Takes what is not on the command line from variables such as {@code FLANNELD_IP_MASQ}.
   *
   * @return what is wrong with the last one that could not be used
   */
  Optional<String> addEnvironment(Map<String, String> environment) {
    String problem = "";
    for (Flag flag : FLAGS) {
      String key = "FLANNELD_" + flag.name().toUpperCase(Locale.ROOT).replace('-', '_');
      String value = environment.getOrDefault(key, "");
      if (!value.isEmpty() && !given.containsKey(flag.name())) {
        if (isValid(flag, value)) {
          set(flag, value);
        } else {
          problem = "invalid value " + GoText.quote(value) + " for " + key + ": parse error";
        }
      }
    }
    return Optional.of(problem).filter(text -> !text.isEmpty());
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
    return last(name).orElseGet(() -> find(name).orElseThrow().initial());
  }

  boolean isSet(String name) {
    return GoBool.isTrue(value(name));
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
        : flag.kind() == Kind.SWITCH ? Boolean.toString(isSet(flag.name())) : value(flag.name());
  }
}
