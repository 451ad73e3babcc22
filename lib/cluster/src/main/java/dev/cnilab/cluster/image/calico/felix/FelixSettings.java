package dev.cnilab.cluster.image.calico.felix;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.iptables.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Felix's parameters: a variable {@code FELIX_…} goes before the FelixConfiguration {@code
 * node.NAME}, and that before {@code default}. Each is obeyed, has only one value here, or is
 * refused by its name.
 *
 * @param values of those that are set, by name in lower case
 * @param refused variables, in words
 * @param complaints fields of a FelixConfiguration that are left out, in words
 */
public record FelixSettings(
    Map<String, String> values, List<String> refused, List<String> complaints) {
  private static final String VARIABLE = "FELIX_";

  /** Names of variables that differ from their fields'. */
  private static final Map<String, String> FIELDS = Map.of("ipinipmtu", "ipipmtu");

  private static final String MTU = "\\d{1,5}";

  /** The values of a parameter that has its effect, in lower case. */
  private static final Map<String, Pattern> OBEYED =
      Map.of(
          "defaultendpointtohostaction", Pattern.compile("drop|accept|return"),
          "ipipmtu", Pattern.compile(MTU),
          "iptablesrefreshinterval", Pattern.compile("\\d{1,9}|[\\d.hms]+"),
          "typhak8snamespace", Pattern.compile(".*"),
          "typhak8sservicename", Pattern.compile(".*"),
          "vxlanmtu", Pattern.compile(MTU),
          "wireguardmtu", Pattern.compile(MTU));

  /** Parameters with one value, in lower case. */
  private static final Map<String, String> ONLY =
      Map.ofEntries(
          Map.entry("bpfenabled", "false"),
          Map.entry("chaininsertmode", "insert"),
          Map.entry("floatingips", "disabled"),
          Map.entry("healthenabled", "true"),
          Map.entry("interfaceprefix", "cali"),
          Map.entry("ipv6support", "false"),
          Map.entry("logseverityscreen", "info"),
          Map.entry("nftablesflowtableoffload", "disabled"),
          Map.entry("nftablesmode", "auto"),
          Map.entry("prometheusmetricsenabled", "false"),
          Map.entry("usagereportingenabled", "false"),
          Map.entry("wireguardenabled", "false"));

  /** The parameters of a node. */
  public static FelixSettings of(
      Map<String, String> environment, String node, Collection<KubeObject> configurations) {
    FelixSettings settings =
        new FelixSettings(new TreeMap<>(), new ArrayList<>(), new ArrayList<>());
    for (String name : List.of("default", "node." + node)) {
      configurations.stream()
          .filter(each -> each.name().equals(name))
          .forEach(each -> settings.take(name, each.at("/spec")));
    }
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(VARIABLE) && !value.isEmpty()) {
            String key = name.substring(VARIABLE.length()).toLowerCase(Locale.ROOT);
            settings
                .take(FIELDS.getOrDefault(key, key), value)
                .ifPresent(why -> settings.refused.add("%s: %s".formatted(name, why)));
          }
        });
    return settings;
  }

  private void take(String name, JsonNode spec) {
    spec.properties()
        .forEach(
            each ->
                take(each.getKey().toLowerCase(Locale.ROOT), each.getValue().asText())
                    .ifPresent(
                        why ->
                            complaints.add(
                                "FelixConfiguration %s: %s: %s"
                                    .formatted(name, each.getKey(), why))));
  }

  /** Sets one, or says why not. */
  private Optional<String> take(String key, String value) {
    String word = value.toLowerCase(Locale.ROOT);
    Pattern allowed = OBEYED.get(key);
    String only = ONLY.get(key);
    if (allowed != null && allowed.matcher(word).matches()) {
      values.put(key, value);
      return Optional.empty();
    }
    if (word.equals(only)) {
      return Optional.empty();
    }
    return Optional.of(
        "\"%s\" is not available on this machine".formatted(value)
            + (only == null ? "" : ", only \"" + only + "\""));
  }

  /** What becomes of packets of pods to their node. */
  public Target toHost() {
    String action = values.getOrDefault("defaultendpointtohostaction", "Drop");
    return switch (action.toUpperCase(Locale.ROOT)) {
      case "ACCEPT" -> new Target.Accept();
      case "RETURN" -> new Target.Return();
      default -> new Target.Drop();
    };
  }

  /**
   * The MTU of a tunnel.
   *
   * @param kind {@code ipip} or {@code vxlan}
   * @param fitting one that fits the underlay, for 0, the default
   */
  public int mtu(String kind, int fitting) {
    int asked = Integer.parseInt(values.getOrDefault(kind + "mtu", "0"));
    return asked == 0 ? fitting : asked;
  }

  /** How often Felix checks whether another program has changed its rules; zero for never. */
  public Duration refresh() {
    String text = values.getOrDefault("iptablesrefreshinterval", "90");
    return text.matches("\\d{1,9}")
        ? Duration.ofSeconds(Long.parseLong(text))
        : GoDuration.parse(text).orElse(Duration.ZERO);
  }

  /** The Service at which Felix finds Typha; empty if it does without. */
  public Optional<String> typha() {
    return Optional.ofNullable(values.get("typhak8sservicename"))
        .filter(name -> !name.equals("none"));
  }

  /** The namespace of that Service. */
  public String typhaNamespace() {
    return values.getOrDefault("typhak8snamespace", "kube-system");
  }
}
