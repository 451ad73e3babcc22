package dev.cnilab.cluster.cni.plugin.meta.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.cni.json.GoStruct;
import dev.cnilab.cluster.cni.json.GoType;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The configuration of {@code tuning}: {@code TuningConf}.
 *
 * @param dataDirectory where it saves a link's previous attributes
 * @param mac empty to leave it
 * @param mtu in bytes; 0 to leave it
 * @param queueLength in packets; empty to leave it
 */
record Tuning(
    String dataDirectory,
    SequencedMap<String, String> sysctls,
    String mac,
    boolean promiscuous,
    int mtu,
    OptionalInt queueLength,
    Optional<Boolean> allMulticast) {

  /** The values in the configuration; those of the runtime and of CNI_ARGS take precedence. */
  static Tuning of(CmdArgs args) throws CniException {
    try {
      GoStruct config = GoStruct.of("main.TuningConf", args.config());
      GoStruct given = below(config, "args", "cni");
      GoStruct runtime = below(config, "runtimeConfig");
      TreeMap<String, String> sysctls = new TreeMap<>(sysctls(config));
      sysctls.putAll(sysctls(given));
      String mac = runtime.text("mac", config.text("mac", ""));
      int queue = given.number("txQLen", config.number("txQLen", -1));
      Optional<JsonNode> multicast = given.field("allmulti").or(() -> config.field("allmulti"));
      return new Tuning(
          config.text("dataDir", "/run/cni/tuning"),
          sysctls,
          given.text("mac", mac),
          given.isSet("promisc", config.isSet("promisc", false)),
          given.number("mtu", config.number("mtu", 0)),
          queue < 0 ? OptionalInt.empty() : OptionalInt.of(queue),
          multicast.map(JsonNode::asBoolean));
    } catch (GoJsonException wrong) {
      throw new CniException("failed to load netconf: " + wrong.getMessage());
    }
  }

  private static GoStruct below(GoStruct config, String... keys) {
    GoStruct found = config;
    for (String key : keys) {
      found = new GoStruct("IPAMArgs", found.field(key).orElse(NullNode.getInstance()));
    }
    return found;
  }

  private static Map<String, String> sysctls(GoStruct config) throws GoJsonException {
    JsonNode given = config.field("sysctl").orElse(NullNode.getInstance());
    Map<String, String> sysctls = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : given.properties()) {
      if (!each.getValue().isTextual()) {
        throw new GoJsonException(
            "json: cannot unmarshal %s into Go struct field %s.sysctl of type string"
                .formatted(GoType.jsonKind(each.getValue()), config.name()));
      }
      sysctls.put(each.getKey(), each.getValue().textValue());
    }
    return sysctls;
  }

  boolean changesLink() {
    return !mac.isEmpty()
        || mtu != 0
        || promiscuous
        || allMulticast.isPresent()
        || queueLength.isPresent();
  }
}
