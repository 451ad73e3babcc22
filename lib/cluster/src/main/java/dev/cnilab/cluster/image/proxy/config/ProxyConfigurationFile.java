package dev.cnilab.cluster.image.proxy.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.json.GoType;
import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.log.GoYaml;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file with a {@code KubeProxyConfiguration} of {@code kubeproxy.config.k8s.io/v1alpha1}. Errors
 * are in kube-proxy's words ({@code cmd/kube-proxy/app/options.go}).
 *
 * @param document its content
 * @param unknown the unknown paths in it; kube-proxy logs them and continues
 */
record ProxyConfigurationFile(JsonNode document, List<String> unknown) {
  private static final String VERSION = "kubeproxy.config.k8s.io/v1alpha1";
  private static final String KIND = "KubeProxyConfiguration";

  /**
   * Reads it.
   *
   * @throws IOException if it is not a configuration, or has a value of a wrong type
   */
  static ProxyConfigurationFile read(MountNamespace files, String path) throws IOException {
    String text = GoFile.text(files, path);
    JsonNode document;
    try {
      document = GoYaml.read(text);
    } catch (IOException malformed) {
      throw new IOException("failed to decode: " + malformed.getMessage(), malformed);
    }
    requireKind(document, text);
    return new ProxyConfigurationFile(document, checked(document));
  }

  private static void requireKind(JsonNode document, String text) throws IOException {
    String version = document.path("apiVersion").asText();
    String kind = document.path("kind").asText();
    if (!document.isObject() && !text.isBlank()) {
      throw new IOException(
          "failed to decode: couldn't get version/kind; json parse error: json: cannot unmarshal %s"
                  .formatted(GoType.jsonKind(document))
              + " into Go value of type struct { APIVersion string"
              + " \"json:\\\"apiVersion,omitempty\\\"\"; Kind string"
              + " \"json:\\\"kind,omitempty\\\"\" }");
    } else if (kind.isEmpty()) {
      throw new IOException("failed to decode: Object 'Kind' is missing in '" + text + "'");
    } else if (version.isEmpty()) {
      throw new IOException("failed to decode: Object 'apiVersion' is missing in '" + text + "'");
    } else if (!version.equals(VERSION) || !kind.equals(KIND)) {
      throw new IOException(
          "failed to decode: no kind %s is registered for version %s in scheme \"%s\""
              .formatted(GoText.quote(kind), GoText.quote(version), "pkg/runtime/scheme.go:111"));
    }
  }

  /**
   * Refuses what would have no effect here.
   *
   * @throws IOException that names the field
   */
  void requireEffect() throws IOException {
    for (Map.Entry<String, JsonNode> each : document.properties()) {
      String name = each.getKey();
      if (ProxyField.isStruct(name)) {
        for (Map.Entry<String, JsonNode> inside : each.getValue().properties()) {
          requireEffect(name + "." + inside.getKey(), inside.getValue());
        }
      } else {
        requireEffect(name, each.getValue());
      }
    }
  }

  private static void requireEffect(String path, JsonNode value) throws IOException {
    Optional<ProxyField> field = ProxyField.at(path);
    if (field.isPresent()) {
      field.get().requireEffect(value);
    }
  }

  /** Checks each field; returns the unknown paths. */
  private static List<String> checked(JsonNode document) throws IOException {
    List<String> unknown = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : document.properties()) {
      String name = each.getKey();
      if (ProxyField.isStruct(name) && each.getValue().isObject()) {
        for (Map.Entry<String, JsonNode> inside : each.getValue().properties()) {
          check(name + "." + inside.getKey(), inside.getValue(), unknown);
        }
      } else if (ProxyField.isStruct(name) && !each.getValue().isNull()) {
        throw ProxyField.mistyped(name, GoType.jsonKind(each.getValue()), "v1alpha1." + KIND);
      } else if (!ProxyField.isStruct(name) && !name.equals("apiVersion") && !name.equals("kind")) {
        check(name, each.getValue(), unknown);
      }
    }
    return List.copyOf(unknown);
  }

  private static void check(String path, JsonNode value, List<String> unknown) throws IOException {
    Optional<ProxyField> field = ProxyField.at(path);
    if (field.isPresent()) {
      field.get().check(value);
    } else {
      unknown.add(path);
    }
  }
}
