package dev.cnilab.cluster.containerd.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The hosts that serve a registry's images: those of {@code hosts.toml} in the registry's directory
 * below {@code config_path}, then the registry itself ({@code core/remotes/docker/config}).
 *
 * @param hosts in the order in which they are asked; empty if no host serves it
 * @param problem why the file was not used; empty if nothing was wrong
 */
public record RegistryHosts(List<Host> hosts, String problem) {
  private static final TomlMapper TOML = new TomlMapper();
  private static final Set<String> CAPABILITIES = Set.of("pull", "resolve", "push", "referrers");

  /** Keys of the file that change how a host is spoken to, which is not modelled. */
  private static final Set<String> OF_CONNECTION =
      Set.of("ca", "client", "skip_verify", "header", "dial_timeout");

  /**
   * A host.
   *
   * @param scheme http or https
   * @param name with its port, if it has one
   * @param path below which its repositories are: {@code /v2}, unless it says otherwise
   * @param resolves whether it is asked for tags
   * @param pulls whether it is asked for content
   */
  public record Host(String scheme, String name, String path, boolean resolves, boolean pulls) {}

  /**
   * The hosts of a registry.
   *
   * @param configPath directories, separated by colons; empty for none
   */
  static RegistryHosts of(MountNamespace files, String configPath, String registry) {
    Optional<String> directory = directory(files, configPath, registry);
    if (directory.isEmpty() || !files.exists(directory.get() + "/hosts.toml")) {
      return itself(registry, "");
    }
    String path = directory.get() + "/hosts.toml";
    try {
      String text = files.readText(path);
      return text.isEmpty() ? itself(registry, "") : read(TOML.readTree(text), registry);
    } catch (JacksonException malformed) {
      return itself(
          registry, "failed to decode " + path + ": toml: " + malformed.getOriginalMessage());
    } catch (UnusableConfigException refused) {
      return itself(registry, "failed to decode " + path + ": " + refused.getMessage());
    } catch (IOException unreadable) {
      return new RegistryHosts(List.of(), String.valueOf(unreadable.getMessage()));
    }
  }

  private static RegistryHosts itself(String registry, String problem) {
    return new RegistryHosts(List.of(self(registry)), problem);
  }

  private static Host self(String registry) {
    String name = registry.equals("docker.io") ? "registry-1.docker.io" : registry;
    boolean local = name.matches("(localhost|127\\.[0-9.]+)(:(?!443$)\\d+)");
    return new Host(local ? "http" : "https", name, "/v2", true, true);
  }

  private static Optional<String> directory(
      MountNamespace files, String configPath, String registry) {
    for (String root : configPath.split(":", -1)) {
      String withPort = registry.replaceFirst(":(\\d+)$", "_$1_");
      for (String name : List.of(withPort, registry, "_default")) {
        if (!root.isEmpty() && files.isDirectory(root + "/" + name)) {
          return Optional.of(root + "/" + name);
        }
      }
    }
    return Optional.empty();
  }

  private static RegistryHosts read(JsonNode file, String registry) throws UnusableConfigException {
    List<Host> hosts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : file.path("host").properties()) {
      hosts.add(host(each.getKey(), each.getValue()));
    }
    String server = file.path("server").asText("");
    hosts.add(server.isEmpty() ? self(registry) : host(server, file));
    return new RegistryHosts(List.copyOf(hosts), "");
  }

  private static Host host(String url, JsonNode table) throws UnusableConfigException {
    for (String key : (Iterable<String>) table::fieldNames) {
      if (OF_CONNECTION.contains(key)) {
        throw new UnusableConfigException(key + " of a host is not modelled here; leave it out");
      }
    }
    // containerd tells a URL from a host by its first letters.
    if (url.startsWith("http") && !url.contains("://")) {
      throw new UnusableConfigException("unable to parse server %s: no scheme".formatted(url));
    }
    String[] parts = (url.startsWith("http") ? url : "https://" + url).split("://", 2);
    String[] place = parts[1].split("/", 2);
    String path = place.length > 1 && !place[1].isEmpty() ? "/" + place[1] : "";
    path = path.replaceFirst("/+$", "");
    boolean complete = table.path("override_path").asBoolean(false) || path.endsWith("/v2");
    Set<String> able = capabilities(table.path("capabilities"));
    return new Host(
        parts[0],
        place[0],
        complete ? path : path + "/v2",
        able.contains("resolve"),
        able.contains("pull"));
  }

  private static Set<String> capabilities(JsonNode given) throws UnusableConfigException {
    if (given.isEmpty()) {
      return CAPABILITIES;
    }
    Set<String> able = new HashSet<>();
    for (JsonNode each : given) {
      if (!CAPABILITIES.contains(each.asText().toLowerCase(Locale.ROOT))) {
        throw new UnusableConfigException("unknown capability " + each.asText());
      }
      able.add(each.asText().toLowerCase(Locale.ROOT));
    }
    return able;
  }
}
