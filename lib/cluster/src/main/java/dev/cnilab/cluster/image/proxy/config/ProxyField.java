package dev.cnilab.cluster.image.proxy.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.json.GoType;
import dev.cnilab.cluster.log.GoDuration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A field of a {@code KubeProxyConfiguration}; {@code kube-proxy.fields.txt} has them all.
 *
 * @param path with dots between the names
 * @param type as Go's messages name it
 * @param absent whether it is refused by its name unless it is zero
 * @param only the other value that is not refused, or ""
 */
record ProxyField(String path, String type, boolean absent, String only) {
  private static final Pattern LINE =
      Pattern.compile("([\\w.]+) +(\\S+) +(obeyed|inert|absent)(?:\\[(.*?)])?");

  private static final Map<String, String> STRUCTS =
      Map.of(
          "clientConnection", "ClientConnectionConfiguration",
          "conntrack", "KubeProxyConntrackConfiguration",
          "detectLocal", "DetectLocalConfiguration",
          "iptables", "KubeProxyIPTablesConfiguration",
          "ipvs", "KubeProxyIPVSConfiguration",
          "logging", "LoggingConfiguration",
          "nftables", "KubeProxyNFTablesConfiguration",
          "winkernel", "KubeProxyWinkernelConfiguration");

  private static final Map<String, ProxyField> ALL = load();

  private static Map<String, ProxyField> load() {
    try (InputStream in =
        Objects.requireNonNull(
            ProxyField.class.getResourceAsStream(
                "/dev/cnilab/cluster/image/proxy/kube-proxy.fields.txt"))) {
      Map<String, ProxyField> all = new TreeMap<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .map(ProxyField::of)
          .forEach(field -> all.put(field.path(), field));
      return all;
    } catch (IOException ownResource) {
      throw new UncheckedIOException(ownResource);
    }
  }

  private static ProxyField of(Matcher line) {
    return new ProxyField(
        line.group(1),
        line.group(2),
        line.group(3).equals("absent"),
        Objects.requireNonNullElse(line.group(4), ""));
  }

  static Optional<ProxyField> at(String path) {
    return Optional.ofNullable(ALL.get(path));
  }

  /** Whether a name is that of fields with others inside. */
  static boolean isStruct(String name) {
    return STRUCTS.containsKey(name);
  }

  /**
   * Refuses a value of another type.
   *
   * @throws IOException in the words of Go's JSON library
   */
  void check(JsonNode value) throws IOException {
    if (!fits(value)) {
      throw mistyped(path, GoType.jsonKind(value), type.equals("v1.Duration") ? "string" : type);
    }
    Optional<String> complaint =
        type.equals("v1.Duration") && value.isTextual()
            ? GoDuration.complaint(value.asText())
            : Optional.empty();
    if (complaint.isPresent()) {
      throw new IOException("failed to decode: " + complaint.get());
    }
  }

  /**
   * Refuses a value that would have no effect here.
   *
   * @throws IOException with the reason
   */
  void requireEffect(JsonNode value) throws IOException {
    if (absent && !GoType.isZero(value) && (only.isEmpty() || !value.asText().equals(only))) {
      throw new IOException(path + " of a KubeProxyConfiguration is not available on this machine");
    }
  }

  static IOException mistyped(String path, String found, String type) {
    String struct = STRUCTS.getOrDefault(path.replaceFirst("\\..*", ""), "KubeProxyConfiguration");
    return new IOException(
        "failed to decode: json: cannot unmarshal %s into Go struct field %s.%s of type %s"
            .formatted(found, path.contains(".") ? struct : "KubeProxyConfiguration", path, type));
  }

  private boolean fits(JsonNode value) {
    return value.isNull()
        || switch (type.charAt(0)) {
          case '[' -> value.isArray();
          case 'm', 'o' -> value.isObject();
          case 'b' -> value.isBoolean();
          case 'i', 'u' -> value.isIntegralNumber() && value.canConvertToInt();
          case 'f' -> value.isNumber();
          default -> value.isTextual() || (type.equals("v1.Duration") && value.asInt(1) == 0);
        };
  }
}
