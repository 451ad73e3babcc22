package dev.cnilab.conformance.netpol.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The addresses of a case, for the placeholders in policies.
 *
 * @param addresses by {@code namespace/pod}
 */
record Placeholders(Map<String, Ipv4Address> addresses) {
  private static final Pattern PLACE =
      Pattern.compile("\\{\\{(ip|cidr):([^/}]+/[^/}]+)(?:/(\\d+))?}}");

  /** A copy with {@code {{ip:NS/POD}}} and {@code {{cidr:NS/POD/BITS}}} filled in. */
  JsonNode fill(JsonNode policy) {
    return Json.parse(PLACE.matcher(Json.text(policy)).replaceAll(this::value));
  }

  private String value(MatchResult place) {
    Ipv4Address address = addresses.get(place.group(2));
    if (address == null) {
      throw new IllegalArgumentException("no pod " + place.group(2) + " for " + place.group());
    }
    return place.group(1).equals("ip")
        ? address.toString()
        : new Ipv4Prefix(address, Integer.parseInt(place.group(3))).network().toString();
  }
}
