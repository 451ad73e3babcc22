package dev.cnilab.lab.cni;

import dev.cnilab.lab.client.message.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file in /etc/cni/net.d.
 *
 * @param text its content
 */
public record ConfigFile(String name, String text) {

  /**
   * Whether a container runtime considers it: only files with one of three extensions.
   *
   * @see <a href="https://github.com/containernetworking/cni/blob/main/libcni/conf.go">libcni's
   *     ConfFiles</a>, as containerd calls it
   */
  public boolean isConsidered() {
    return Stream.of(".conf", ".conflist", ".json").anyMatch(name::endsWith);
  }

  /** The name of the network it defines, empty if it is unreadable. */
  public String network() {
    return json().map(json -> json.text("/name")).orElse("");
  }

  /** The cniVersion, empty if it is unreadable. */
  public String version() {
    return json().map(json -> json.text("/cniVersion")).orElse("");
  }

  /**
   * The types of its plugins in the order in which they are called; each is the name of a binary.
   */
  public List<String> plugins() {
    return json()
        .map(
            json ->
                json.list("/plugins").isEmpty()
                    ? Stream.of(json.text("/type"))
                    : json.list("/plugins").stream().map(plugin -> plugin.text("/type")))
        .orElse(Stream.of())
        .filter(type -> !type.isEmpty())
        .toList();
  }

  /** The types that its plugins delegate to: for IPAM, and flannel's delegate. */
  public List<String> delegates() {
    return json().map(json -> json.list("/plugins")).orElse(List.of()).stream()
        .flatMap(
            plugin ->
                plugin.text("/type").equals("flannel")
                    ? Stream.of(or(plugin.text("/delegate/type"), "bridge"), "host-local")
                    : Stream.of(plugin.text("/ipam/type")))
        .filter(type -> !type.isEmpty())
        .toList();
  }

  private static String or(String type, String usual) {
    return type.isEmpty() ? usual : type;
  }

  /** Whether its name contains that of its first plugin, as in {@code 10-flannel.conflist}. */
  boolean isNamedAfterPlugin() {
    return plugins().stream().limit(1).anyMatch(name::contains);
  }

  /** The reason why it is unreadable, if it is. */
  public Optional<String> problem() {
    try {
      Json json = Json.parse(text);
      if (!json.isObject()) {
        return Optional.of("not a JSON object");
      }
      return plugins().isEmpty() ? Optional.of("names no plugin") : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("not JSON: " + e.getMessage());
    }
  }

  private Optional<Json> json() {
    try {
      return Optional.of(Json.parse(text)).filter(Json::isObject);
    } catch (IllegalArgumentException notJson) {
      return Optional.empty();
    }
  }
}
