package dev.cnilab.cluster.image.flannel;

import dev.cnilab.cluster.goflag.GoFlag;
import dev.cnilab.cluster.goflag.GoFlagException;
import dev.cnilab.cluster.goflag.GoFlagSet;
import dev.cnilab.cluster.log.GoBool;
import dev.cnilab.cluster.log.GoInteger;
import dev.cnilab.cluster.log.GoText;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The options of flanneld. */
final class FlanneldFlags {
  /**
   * An option.
   *
   * @param label in the line that lists all of them
   * @param initial its default value
   */
  private record Flag(String name, String label, GoFlag.Kind kind, String initial) {
    GoFlag parsed() {
      return new GoFlag(name, kind);
    }
  }

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
          new Flag("version", "version", GoFlag.Kind.BOOL, "false"),
          new Flag("kube-subnet-mgr", "kubeSubnetMgr", GoFlag.Kind.BOOL, "false"),
          text("kube-api-url", "kubeApiUrl", ""),
          text("kube-annotation-prefix", "kubeAnnotationPrefix", "flannel.alpha.coreos.com"),
          text("kubeconfig-file", "kubeConfigFile", ""),
          text("iface", "iface", ""),
          text("iface-regex", "ifaceRegex", ""),
          new Flag("ip-masq", "ipMasq", GoFlag.Kind.BOOL, "false"),
          new Flag(
              "ip-masq-fully-random-disable",
              "ipMasqRandomFullyDisable",
              GoFlag.Kind.BOOL,
              "false"),
          text("iface-can-reach", "ifaceCanReach", ""),
          text("subnet-file", "subnetFile", "/run/flannel/subnet.env"),
          text("public-ip", "publicIP", ""),
          text("public-ipv6", "publicIPv6", ""),
          new Flag("subnet-lease-renew-margin", "subnetLeaseRenewMargin", GoFlag.Kind.NUMBER, "60"),
          text("healthz-ip", "healthzIP", "0.0.0.0"),
          new Flag("healthz-port", "healthzPort", GoFlag.Kind.NUMBER, "0"),
          new Flag("iptables-resync", "iptablesResyncSeconds", GoFlag.Kind.NUMBER, "5"),
          new Flag("iptables-forward-rules", "iptablesForwardRules", GoFlag.Kind.BOOL, "true"),
          new Flag("ip-blackhole-route", "blackholeRoute", GoFlag.Kind.BOOL, "false"),
          text("net-config-path", "netConfPath", "/etc/kube-flannel/net-conf.json"),
          new Flag(
              "set-node-network-unavailable",
              "setNodeNetworkUnavailable",
              GoFlag.Kind.BOOL,
              "true"));

  /** Options that may be repeated; of the others the last one counts. */
  private static final Set<String> LISTS = Set.of("iface", "iface-regex");

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
          new Flag("v", "", GoFlag.Kind.NUMBER, "0"),
          text("vmodule", "", ""),
          text("log_backtrace_at", "", ":0"));

  private final Map<String, List<String>> given = new HashMap<>();

  private FlanneldFlags() {}

  private static Flag text(String name, String label, String initial) {
    return new Flag(name, label, GoFlag.Kind.TEXT, initial);
  }

  /**
   * Parses a command line.
   *
   * @param arguments with the program's name
   * @throws IllegalArgumentException with Go's words for an invalid option, or ours for one that is
   *     not modelled; empty if only the usage was asked for
   */
  static FlanneldFlags parse(List<String> arguments) {
    FlanneldFlags flags = new FlanneldFlags();
    read(arguments).values().forEach((name, values) -> flags.set(find(name), values));
    return flags;
  }

  private static GoFlagSet.Given read(List<String> arguments) {
    try {
      return GoFlagSet.of(all().map(Flag::parsed).toList())
          .parse(arguments.subList(1, arguments.size()));
    } catch (GoFlagException wrong) {
      throw new IllegalArgumentException(wrong.asksForHelp() ? "" : wrong.text(), wrong);
    }
  }

  private static Stream<Flag> all() {
    return Stream.concat(FLAGS.stream(), OF_LOG.stream());
  }

  private static Flag find(String name) {
    return all().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private void set(Flag flag, List<String> values) {
    if (NOT_MODELLED.contains(flag.name())
        && values.stream().anyMatch(value -> !value.equals(flag.initial()))) {
      throw new IllegalArgumentException("-" + flag.name() + " is not modelled here");
    }
    given.put(flag.name(), values);
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
        Optional<String> complaint = flag.parsed().complaint(value);
        if (complaint.isEmpty()) {
          set(flag, List.of(value));
        } else {
          problem = "invalid value " + GoText.quote(value) + " for " + key + ": " + complaint.get();
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
    return last(name).orElseGet(() -> find(name).initial());
  }

  boolean isSet(String name) {
    return GoBool.isTrue(value(name));
  }

  int number(String name) {
    return GoInteger.clamp(integer(name));
  }

  private BigInteger integer(String name) {
    return GoInteger.literal(value(name)).orElseThrow();
  }

  /** All of them as flanneld prints them when it starts. */
  @Override
  public String toString() {
    return FLAGS.stream()
        .map(flag -> flag.label() + ":" + told(flag))
        .collect(Collectors.joining(" ", "{", "}"));
  }

  private String told(Flag flag) {
    if (LISTS.contains(flag.name())) {
      return "[" + String.join(" ", all(flag.name())) + "]";
    }
    return switch (flag.kind()) {
      case BOOL -> Boolean.toString(isSet(flag.name()));
      case NUMBER -> integer(flag.name()).toString();
      case TEXT -> value(flag.name());
    };
  }
}
