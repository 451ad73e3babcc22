package dev.cnilab.cluster.cni.plugin.meta.portmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.log.GoText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How {@code portmap} is configured.
 *
 * @param backend iptables or nftables
 * @param snat whether connections from a container to itself and from the node get another source
 * @param masqAll whether all connections do
 * @param conditions that a connection has to meet as well, in the words of the backend
 * @param mark the bit that marks packets for that
 * @param externalChain another program's chain that marks them
 */
record PortmapOptions(
    String backend,
    boolean snat,
    boolean masqAll,
    List<String> conditions,
    int mark,
    Optional<String> externalChain) {
  private static final int DEFAULT_BIT = 13;
  private static final int LAST_BIT = 31;

  /** The options in a configuration whose types are right. */
  static PortmapOptions of(ObjectNode config) throws CniException {
    Optional<String> chain = Optional.ofNullable(config.path("externalSetMarkChain").textValue());
    if (chain.isPresent() && config.hasNonNull("markMasqBit")) {
      throw refused("Cannot specify externalSetMarkChain and markMasqBit");
    }
    int bit = config.path("markMasqBit").asInt(DEFAULT_BIT);
    if (bit < 0 || bit > LAST_BIT) {
      throw refused("MasqMarkBit must be between 0 and 31");
    }
    String backend = config.path("backend").asText("iptables");
    requireOptionsOf(backend, config);
    if (!backend.equals("iptables") && !backend.equals("nftables")) {
      throw refused("unrecognized backend " + GoText.quote(backend));
    }
    return new PortmapOptions(
        backend,
        config.path("snat").asBoolean(true),
        config.path("masqAll").asBoolean(false),
        list(config.path("conditionsV4")),
        1 << bit,
        chain);
  }

  private static void requireOptionsOf(String backend, ObjectNode config) throws CniException {
    String other = backend.equals("iptables") ? "nftables" : "iptables";
    List<String> wrong = new ArrayList<>();
    if (config.hasNonNull("externalSetMarkChain") && other.equals("iptables")) {
      wrong.add("externalSetMarkChain");
    }
    for (String field : List.of("conditionsV4", "conditionsV6")) {
      String first = config.path(field).path(0).asText("");
      boolean ofIptables = first.startsWith("-") || first.startsWith("!");
      if (!first.isEmpty() && other.equals(ofIptables ? "iptables" : "nftables")) {
        wrong.add(field);
      }
    }
    if (!wrong.isEmpty()) {
      throw refused(
          "%s backend was requested but configuration contains %s-specific options [%s]"
              .formatted(backend, other, String.join(" ", wrong)));
    }
  }

  private static List<String> list(JsonNode texts) {
    List<String> list = new ArrayList<>();
    texts.forEach(each -> list.add(each.asText()));
    return list;
  }

  private static CniException refused(String why) {
    return new CniException("failed to parse config: " + why);
  }
}
