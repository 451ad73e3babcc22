package dev.cnilab.cluster.kubelet.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.json.GoType;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.GoPathException;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.log.GoYaml;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file with a {@code KubeletConfiguration} of {@code kubelet.config.k8s.io/v1beta1}. Errors are
 * in the kubelet's words (Kubernetes' {@code configfiles.go}, {@code codec.go}, {@code
 * validation.go}).
 *
 * @param document its content
 * @param unknown the unknown names in it; a kubelet logs them and continues
 */
public record ConfigurationFile(JsonNode document, List<String> unknown) {
  private static final String VERSION = "kubelet.config.k8s.io/v1beta1";
  private static final String KIND = "KubeletConfiguration";
  private static final String DIRECTORY = "/var/lib/kubelet/";

  /** The feature gate of a kubelet that the runtime notifies of containers at once. */
  public static final String EVENTED_PLEG = "EventedPLEG";

  /**
   * Reads it.
   *
   * @throws IOException if it is not a configuration, has an invalid value, or sets something that
   *     this machine does not have
   */
  public static ConfigurationFile read(MountNamespace files, String path) throws IOException {
    ConfigurationFile file;
    try {
      file = decoded(files, path);
    } catch (IOException refused) {
      throw new IOException(
          "failed to load kubelet config file, path: %1$s, error: failed to load Kubelet config file %1$s, error %2$s"
              .formatted(path, refused.getMessage()),
          refused);
    }
    file.requireValid();
    FieldCheck.requireAvailable(file.document());
    file.requireAvailableGates();
    return file;
  }

  /**
   * The same with the values of flags, which override the file.
   *
   * @throws IOException if a value is invalid
   */
  public ConfigurationFile with(Map<String, JsonNode> flags) throws IOException {
    ObjectNode all = document.deepCopy();
    flags.forEach(all::set);
    ConfigurationFile file = new ConfigurationFile(all, unknown);
    file.requireValid();
    return file;
  }

  private static ConfigurationFile decoded(MountNamespace files, String path) throws IOException {
    String quoted = GoText.quote(path);
    String text;
    try {
      text = GoFile.text(files, path);
    } catch (GoPathException unreadable) {
      throw new IOException(
          "failed to read kubelet config file %s, error: %s".formatted(quoted, unreadable.text()),
          unreadable);
    }
    if (text.isEmpty()) {
      throw new IOException("kubelet config file " + quoted + " was empty");
    }
    try {
      return of(GoYaml.read(text));
    } catch (IOException malformed) {
      throw new IOException("failed to decode: " + malformed.getMessage(), malformed);
    }
  }

  private static ConfigurationFile of(JsonNode document) throws IOException {
    if (!document.isObject()) {
      throw new IOException(GoType.untyped(document));
    }
    String version = document.path("apiVersion").asText();
    String kind = document.path("kind").asText();
    if (kind.isEmpty()) {
      throw new IOException("Object 'Kind' is missing in '" + document + "'");
    }
    if (version.isEmpty()) {
      throw new IOException("Object 'apiVersion' is missing in '" + document + "'");
    }
    if (!version.equals(VERSION) || !kind.equals(KIND)) {
      throw new IOException(
          "no kind %s is registered for version %s in scheme \"pkg/runtime/scheme.go:111\""
              .formatted(GoText.quote(kind), GoText.quote(version)));
    }
    FieldCheck check = new FieldCheck();
    check.requireTypes(document);
    return new ConfigurationFile(document, check.unknown());
  }

  private void requireValid() throws IOException {
    List<String> errors = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : document.properties()) {
      Optional<ConfigurationField> field = FieldTable.named(FieldTable.WHOLE, each.getKey());
      if (field.isPresent()
          && each.getValue().isIntegralNumber()
          && !field.get().isDefaulted(each.getValue())) {
        field.get().outOfRange(each.getValue().asLong()).ifPresent(errors::add);
      }
    }
    ConfigurationRules rules = new ConfigurationRules(document);
    errors.addAll(rules.errors());
    if (!errors.isEmpty()) {
      String all = String.join(", ", errors);
      throw new IOException(
          "failed to validate kubelet configuration, error: %s, path: &TypeMeta{Kind:,APIVersion:,}"
              .formatted(errors.size() == 1 ? all : "[" + all + "]"));
    }
    rules.require();
  }

  /** A gate that would have no effect is refused by its name. */
  private void requireAvailableGates() throws IOException {
    for (Map.Entry<String, JsonNode> each : document.path("featureGates").properties()) {
      if (!each.getKey().equals(EVENTED_PLEG)) {
        throw new IOException(
            "the feature gate %s is not available on this machine".formatted(each.getKey()));
      }
    }
  }

  /** A field's value, or {@code otherwise} if it is not set or empty. */
  public String text(String field, String otherwise) {
    JsonNode value = document.path(field);
    return value.asText().isEmpty() || value.isNull() ? otherwise : value.asText();
  }

  /** The path of a file, which may be relative to the kubelet's directory. */
  public String path(String field, String otherwise) {
    String path = text(field, otherwise);
    return path.isEmpty() || path.startsWith("/") ? path : DIRECTORY + path;
  }

  /** The values of a list; empty if it is not set. */
  public List<String> texts(String field) {
    List<String> values = new ArrayList<>();
    document.path(field).forEach(value -> values.add(value.asText()));
    return values;
  }

  /** A number, or {@code otherwise} if it is not set, or zero where that stands for the default. */
  public int number(String field, int otherwise) {
    JsonNode value = document.path(field);
    boolean usual =
        value.isMissingNode()
            || FieldTable.named(FieldTable.WHOLE, field).orElseThrow().isDefaulted(value);
    return usual ? otherwise : value.asInt();
  }

  /** A duration, or {@code otherwise} if it is not set or zero. */
  public Duration duration(String field, Duration otherwise) {
    Duration value = GoDuration.parse(document.path(field).asText("0")).orElse(Duration.ZERO);
    return value.isZero() ? otherwise : value;
  }

  /** Whether a feature is enabled; {@code otherwise} if its gate is not set. */
  public boolean gate(String name, boolean otherwise) {
    return document.path("featureGates").path(name).asBoolean(otherwise);
  }

  /** A boolean, or {@code otherwise} if it is not set. */
  public boolean flag(String field, boolean otherwise) {
    return document.path(field).asBoolean(otherwise);
  }
}
