package dev.cnilab.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.json.GoType;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.log.GoYaml;
import dev.cnilab.userland.file.MountNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A file with a {@code KubeletConfiguration} of {@code kubelet.config.k8s.io/v1beta1}. What is
 * wrong with it is said in the kubelet's words (Kubernetes' {@code configfiles.go}, {@code
 * codec.go}).
 *
 * @param document its content
 */
record ConfigurationFile(JsonNode document) {
  private static final String VERSION = "kubelet.config.k8s.io/v1beta1";
  private static final String KIND = "KubeletConfiguration";

  static ConfigurationFile read(MountNamespace files, String path) throws IOException {
    String quoted = GoText.quote(path);
    String text;
    try {
      text = files.readText(path);
    } catch (IOException unreadable) {
      throw new IOException(
          "failed to read kubelet config file %s, error: %s"
              .formatted(quoted, GoText.pathError("open", path, unreadable)),
          unreadable);
    }
    if (text.isEmpty()) {
      throw new IOException("kubelet config file " + quoted + " was empty");
    }
    try {
      return of(GoYaml.read(text));
    } catch (IOException malformed) {
      throw undecodable(String.valueOf(malformed.getMessage()));
    }
  }

  private static ConfigurationFile of(JsonNode document) throws IOException {
    if (!document.isObject()) {
      throw new IOException(
          "couldn't get version/kind; json parse error: json: cannot unmarshal %s into Go value of"
                  .formatted(GoType.jsonKind(document))
              + " type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind"
              + " string \"json:\\\"kind,omitempty\\\"\" }");
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
          "no kind %s is registered for version %s in scheme \"pkg/kubelet/apis/config/scheme/scheme.go:33\""
              .formatted(GoText.quote(kind), GoText.quote(version)));
    }
    return new ConfigurationFile(document);
  }

  /** A field's value, or {@code otherwise} if it is not set or empty. */
  String text(String field, String otherwise) throws IOException {
    JsonNode value = document.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    requireText(field, value, "string");
    return value.asText().isEmpty() ? otherwise : value.asText();
  }

  /** The values of a list; none if it is not set. */
  List<String> texts(String field) throws IOException {
    JsonNode list = document.path(field);
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray()) {
      throw wrongType(field, list, "[]string");
    }
    List<String> values = new ArrayList<>();
    for (JsonNode value : list) {
      requireText(field, value, "string");
      values.add(value.asText());
    }
    return values;
  }

  private static void requireText(String field, JsonNode value, String type) throws IOException {
    if (!value.isTextual()) {
      throw wrongType(field, value, type);
    }
  }

  private static IOException wrongType(String field, JsonNode value, String type) {
    return undecodable(
        "json: cannot unmarshal %s into Go struct field %s.%s of type %s"
            .formatted(GoType.jsonKind(value), KIND, field, type));
  }

  private static IOException undecodable(String why) {
    return new IOException("failed to decode: " + why);
  }
}
