package dev.cnilab.cluster.cni;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The result of a plugin's ADD, in the form of version 1.0.0 and later.
 *
 * @param dns as given, with the keys nameservers, domain, search and options
 */
public record CniResult(
    List<Interface> interfaces, List<IpConfig> ips, List<CniRoute> routes, ObjectNode dns) {

  public static final CniResult EMPTY =
      new CniResult(List.of(), List.of(), List.of(), JsonNodeFactory.instance.objectNode());

  private static final Set<String> WITH_FAMILY = Set.of("0.3.0", "0.3.1", "0.4.0");
  private static final Set<String> SINGLE_ADDRESS = Set.of("0.1.0", "0.2.0");

  /** The addresses, assigned to the interface with this index. */
  public List<IpConfig> ipsOf(int place) {
    return ips.stream().map(ip -> new IpConfig(place, ip.address(), ip.gateway())).toList();
  }

  /**
   * A link that the plugin made.
   *
   * @param sandbox the network namespace's path, empty on the node
   */
  public record Interface(String name, String mac, int mtu, String sandbox) {}

  /**
   * An address.
   *
   * @param onInterface index into the interfaces, null if absent
   * @param address with the subnet's length
   * @param gateway empty if there is none
   */
  public record IpConfig(@Nullable Integer onInterface, String address, String gateway) {}

  /**
   * Reads a result.
   *
   * @param version from the result or, if it has none, from the configuration
   * @throws CniException if there is no such version, or an address is none
   */
  public static CniResult parse(String version, JsonNode json) throws CniException {
    if (SINGLE_ADDRESS.contains(version)) {
      return fromSingleAddress(json);
    }
    if (!CniVersion.ALL.contains(version)) {
      throw new CniException("unsupported CNI result version \"" + version + "\"");
    }
    List<Interface> interfaces = new ArrayList<>();
    for (JsonNode each : json.path("interfaces")) {
      interfaces.add(
          new Interface(
              each.path("name").asText(""),
              each.path("mac").asText(""),
              each.path("mtu").asInt(0),
              each.path("sandbox").asText("")));
    }
    List<IpConfig> ips = new ArrayList<>();
    for (JsonNode each : json.path("ips")) {
      JsonNode index = each.path("interface");
      ips.add(ip(index.isInt() || index.isLong() ? index.asInt() : null, each, "address"));
    }
    return new CniResult(interfaces, ips, CniRoute.list(json.path("routes")), dns(json));
  }

  private static IpConfig ip(@Nullable Integer onInterface, JsonNode json, String key)
      throws CniException {
    String address = json.path(key).asText("");
    String gateway = json.path("gateway").asText("");
    CniAddress.requireCidr(address);
    if (!gateway.isEmpty()) {
      CniAddress.requireIp(gateway);
    }
    return new IpConfig(onInterface, address, gateway);
  }

  private static CniResult fromSingleAddress(JsonNode json) throws CniException {
    JsonNode ip4 = json.path("ip4");
    List<IpConfig> ips = ip4.isMissingNode() ? List.of() : List.of(ip(null, ip4, "ip"));
    return new CniResult(List.of(), ips, CniRoute.list(ip4.path("routes")), dns(json));
  }

  private static ObjectNode dns(JsonNode json) {
    return json.path("dns") instanceof ObjectNode dns ? dns : JsonNodeFactory.instance.objectNode();
  }

  /**
   * Writes the result in the shape of a version; of 0.1.0 if it is empty.
   *
   * @throws CniException if there is no such version
   */
  public ObjectNode toJson(String asked) throws CniException {
    String version = asked.isEmpty() ? "0.1.0" : asked;
    if (!CniVersion.ALL.contains(version)) {
      throw new CniException(
          "cannot convert from version \"%s\" to version \"%s\""
              .formatted(CniVersion.CURRENT, version));
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("cniVersion", version);
    if (!dns.isEmpty()) {
      json.set("dns", dns);
    }
    if (SINGLE_ADDRESS.contains(version)) {
      ips.stream().findFirst().ifPresent(ip -> json.set("ip4", singleAddress(ip)));
      return json;
    }
    if (!interfaces.isEmpty()) {
      interfaces.forEach(each -> json.withArray("interfaces").add(toJson(each, version)));
    }
    ips.forEach(each -> json.withArray("ips").add(toJson(each, version)));
    routes.forEach(each -> json.withArray("routes").add(each.toJson()));
    return json;
  }

  private ObjectNode singleAddress(IpConfig ip) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ip", ip.address());
    if (!ip.gateway().isEmpty()) {
      json.put("gateway", ip.gateway());
    }
    routes.forEach(each -> json.withArray("routes").add(each.toJson()));
    return json;
  }

  private static ObjectNode toJson(Interface link, String version) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", link.name());
    if (!link.mac().isEmpty()) {
      json.put("mac", link.mac());
    }
    if (link.mtu() != 0 && !WITH_FAMILY.contains(version)) {
      json.put("mtu", link.mtu());
    }
    if (!link.sandbox().isEmpty()) {
      json.put("sandbox", link.sandbox());
    }
    return json;
  }

  private static ObjectNode toJson(IpConfig ip, String version) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (WITH_FAMILY.contains(version)) {
      json.put("version", ip.address().contains(":") ? "6" : "4");
    }
    if (ip.onInterface() != null) {
      json.put("interface", ip.onInterface());
    }
    json.put("address", ip.address());
    if (!ip.gateway().isEmpty()) {
      json.put("gateway", ip.gateway());
    }
    return json;
  }
}
