package dev.cnilab.cluster.apiserver.query;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a list that was returned in part continues, as apiserver's {@code storage/continue.go}
 * writes it.
 *
 * @param revision of the list; less than 0 for the latest state
 * @param start the smallest key that may follow
 */
record ContinueToken(long revision, String start) {
  private static final String VERSION = "meta.k8s.io/v1";

  /** The token after an object, in a list of a namespace, or of all for "". */
  static ContinueToken after(KubeObject last, String namespace, long revision) {
    return new ContinueToken(revision, key(last, namespace) + '\0');
  }

  /** Whether an object belongs to the rest of the list. */
  boolean isBefore(KubeObject object, String namespace) {
    int slash = namespace.isEmpty() ? start.indexOf('/') : -1;
    int byNamespace = slash < 0 ? 0 : object.namespace().compareTo(start.substring(0, slash));
    String from = start.substring(slash + 1);
    return byNamespace != 0 ? byNamespace > 0 : object.name().compareTo(from) >= 0;
  }

  String text() {
    String json =
        Json.object().put("v", VERSION).put("rv", revision).put("start", "/" + start).toString();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Parses a token.
   *
   * @throws ApiException 400 if no server has made it
   */
  static ContinueToken parse(String text) {
    JsonNode json = json(text);
    String version = json.path("v").asText();
    if (!version.equals(VERSION)) {
      throw invalid(": server does not recognize this encoded version " + version);
    }
    if (json.path("rv").asLong() == 0) {
      throw invalid(": incorrect encoded start resourceVersion (version " + VERSION + ")");
    }
    if (json.path("start").asText().isEmpty()) {
      throw invalid(": encoded start key empty (version " + VERSION + ")");
    }
    String start = json.path("start").asText();
    return new ContinueToken(
        json.path("rv").asLong(), start.startsWith("/") ? start.substring(1) : start);
  }

  private static JsonNode json(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      throw invalid(": illegal base64 data at input byte " + firstOutside(text));
    }
    try {
      return GoJson.parse(bytes);
    } catch (GoJsonException notJson) {
      throw invalid(": " + notJson.getMessage());
    }
  }

  private static int firstOutside(String text) {
    int position = 0;
    while (position < text.length() && text.substring(position).matches("[-A-Za-z0-9_].*")) {
      position++;
    }
    return position;
  }

  private static String key(KubeObject object, String namespace) {
    return namespace.isEmpty() && !object.namespace().isEmpty()
        ? object.namespace() + "/" + object.name()
        : object.name();
  }

  private static ApiException invalid(String why) {
    return ApiErrors.badRequest("invalid continue token: continue key is not valid" + why);
  }
}
