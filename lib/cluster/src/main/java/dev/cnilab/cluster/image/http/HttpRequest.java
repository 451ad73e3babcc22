package dev.cnilab.cluster.image.http;

import dev.cnilab.netsim.address.Ipv4Address;

/**
 * A request, of which only the beginning matters to these servers.
 *
 * @param target the path and what follows it
 * @param client who asks
 * @param userAgent empty if it is not said
 */
public record HttpRequest(String method, String target, Ipv4Address client, String userAgent) {
  static HttpRequest parse(String head, Ipv4Address client) {
    String[] words = head.lines().findFirst().orElse("").split(" ", 3);
    String agent =
        head.lines()
            .filter(line -> line.regionMatches(true, 0, "user-agent:", 0, 11))
            .map(line -> line.substring(11).strip())
            .findFirst()
            .orElse("");
    return new HttpRequest(words[0], words.length > 1 ? words[1] : "/", client, agent);
  }

  /** The path without a query. */
  public String path() {
    return target.replaceFirst("\\?.*", "");
  }
}
