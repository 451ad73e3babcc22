package dev.cnilab.cluster.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A part of a list, for clients that ask for it in chunks.
 *
 * @param next the token of the next part, "" if this is the last
 * @param remaining how many objects follow
 */
record Page(List<KubeObject> objects, String next, int remaining) {

  static Page of(List<KubeObject> all, RestRequest request, ObjectStore store) {
    List<KubeObject> rest = after(all, request.parameter("continue"), store);
    String limit = request.parameter("limit");
    int size = limit.isEmpty() || limit.equals("0") ? rest.size() : Integer.parseInt(limit);
    if (size >= rest.size()) {
      return new Page(rest, "", 0);
    }
    KubeObject last = rest.get(size - 1);
    String token = store.revision() + " " + last.namespace() + "/" + last.name();
    return new Page(
        rest.subList(0, size),
        Base64.getUrlEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8)),
        rest.size() - size);
  }

  ObjectNode metadata(long revision) {
    ObjectNode json = Json.object().put("resourceVersion", Long.toString(revision));
    if (!next.isEmpty()) {
      json.put("continue", next).put("remainingItemCount", remaining);
    }
    return json;
  }

  private static List<KubeObject> after(List<KubeObject> all, String token, ObjectStore store) {
    if (token.isEmpty()) {
      return all;
    }
    String[] parts = decode(token).split(" ", 2);
    if (Long.parseLong(parts[0]) < store.compactedRevision()) {
      throw ApiErrors.expired(
          "The provided continue parameter is too old to display a consistent list result. You can"
              + " start a new list without the continue parameter.");
    }
    return all.stream()
        .filter(object -> (object.namespace() + "/" + object.name()).compareTo(parts[1]) > 0)
        .toList();
  }

  private static String decode(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.matches("\\d+ .*")) {
        return text;
      }
    } catch (IllegalArgumentException notBase64) {
      throw ApiErrors.badRequest("continue key is not valid: " + notBase64.getMessage());
    }
    throw ApiErrors.badRequest("continue key is not valid: " + token);
  }
}
