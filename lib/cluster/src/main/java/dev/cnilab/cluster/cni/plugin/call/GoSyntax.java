package dev.cnilab.cluster.cni.plugin.call;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.loop.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Prints {@code %#v} of the configuration that flannel delegates: leftover debugging output that
 * fills containerd's log.
 */
public final class GoSyntax {
  private static final String MAP = "map[string]interface {}{";

  private GoSyntax() {}

  public static String of(JsonNode delegate, EventLoop loop) {
    long pointer = 0x2730L | ((loop.random().nextLong() & 0x7ffffffL) << 16);
    return value("", delegate, pointer);
  }

  private static String value(String key, JsonNode value, long pointer) {
    return switch (key) {
      case "mtu" -> "(*uint)(0x" + Long.toHexString(pointer) + ")";
      case "ranges" ->
          "[][]map[string]interface {}{[]map[string]interface {}{"
              + value("", value.path(0).path(0), pointer)
              + "}}";
      case "routes" -> routes(value);
      default ->
          switch (value.getNodeType()) {
            case OBJECT -> map(value, pointer);
            case ARRAY -> {
              List<String> elements = new ArrayList<>();
              value.forEach(element -> elements.add(value("", element, pointer)));
              yield "[]interface {}{" + String.join(", ", elements) + "}";
            }
            case STRING -> GoText.quote(value.asText());
            case NULL -> "interface {}(nil)";
            default -> value.asText();
          };
    };
  }

  private static String map(JsonNode object, long pointer) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    Collections.sort(keys);
    return keys.stream()
        .map(key -> GoText.quote(key) + ":" + value(key, object.path(key), pointer))
        .collect(Collectors.joining(", ", MAP, "}"));
  }

  private static String routes(JsonNode routes) {
    List<String> texts = new ArrayList<>();
    for (JsonNode route : routes) {
      Ipv4Prefix destination = Ipv4Prefix.parse(route.path("dst").asText());
      texts.add(
          "types.Route{Dst:net.IPNet{IP:net.IP{%s}, Mask:net.IPMask{%s}}, GW:net.IP(nil), MTU:0, AdvMSS:0, Priority:0, Table:(*int)(nil), Scope:(*int)(nil)}"
              .formatted(bytes(destination.address().bits()), bytes(destination.mask())));
    }
    return "[]types.Route{" + String.join(", ", texts) + "}";
  }

  private static String bytes(int bits) {
    return "0x%x, 0x%x, 0x%x, 0x%x"
        .formatted(bits >>> 24, bits >>> 16 & 0xff, bits >>> 8 & 0xff, bits & 0xff);
  }
}
