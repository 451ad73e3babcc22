package dev.cnilab.cluster.client.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a kubeconfig file as {@code clientcmd} does. */
final class KubeconfigFile {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** What Go decodes the beginning of any object into. */
  private static final String TYPE_META =
      "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string"
          + " \"json:\\\"kind,omitempty\\\"\" }";

  private static final Pattern NO_BASE64 = Pattern.compile("[^A-Za-z0-9+/=\\s]");

  private KubeconfigFile() {}

  /**
   * Its content.
   *
   * @throws IOException in the words of clientcmd, if it is not there or makes no sense
   */
  static JsonNode read(MountNamespace files, String path) throws IOException {
    if (!files.exists(path)) {
      throw new IOException("stat " + path + ": no such file or directory");
    }
    try {
      return content(files, path);
    } catch (IOException unusable) {
      throw new IOException(
          "error loading config file \"%s\": %s".formatted(path, unusable.getMessage()), unusable);
    }
  }

  private static JsonNode content(MountNamespace files, String path) throws IOException {
    String text = GoFile.text(files, path);
    JsonNode content;
    try {
      content = YAML.readTree(text);
    } catch (JacksonException malformed) {
      throw new IOException("yaml: " + malformed.getOriginalMessage(), malformed);
    }
    if ((content.isValueNode() && !content.isNull()) || content.isArray()) {
      throw new IOException(
          "couldn't get version/kind; json parse error: json: cannot unmarshal %s into Go value of type %s"
              .formatted(kind(content), TYPE_META));
    }
    requireBase64(content);
    resolve(content, path.substring(0, path.lastIndexOf('/') + 1));
    return content;
  }

  /** The files that it names are looked for in its own directory. */
  private static void resolve(JsonNode content, String directory) {
    resolve(content.path("clusters"), "cluster", List.of("certificate-authority"), directory);
    resolve(
        content.path("users"),
        "user",
        List.of("client-certificate", "client-key", "tokenFile"),
        directory);
  }

  private static void resolve(JsonNode list, String key, List<String> fields, String directory) {
    for (JsonNode each : list) {
      for (String field : fields) {
        String file = each.path(key).path(field).asText("");
        if (!file.isEmpty()
            && !file.startsWith("/")
            && each.path(key) instanceof ObjectNode entry) {
          entry.put(field, directory + file);
        }
      }
    }
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case BOOLEAN -> "bool";
      case NUMBER -> "number";
      default -> "string";
    };
  }

  private static void requireBase64(JsonNode content) throws IOException {
    requireBase64(content.path("clusters"), "cluster");
    requireBase64(content.path("users"), "user");
  }

  private static void requireBase64(JsonNode list, String key) throws IOException {
    for (JsonNode each : list) {
      for (Map.Entry<String, JsonNode> field : each.path(key).properties()) {
        Matcher other = NO_BASE64.matcher(field.getValue().asText());
        if (field.getKey().endsWith("-data") && other.find()) {
          throw new IOException("illegal base64 data at input byte " + other.start());
        }
      }
    }
  }

  static String decoded(String data) {
    return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8);
  }
}
