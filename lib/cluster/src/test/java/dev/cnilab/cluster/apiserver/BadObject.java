package dev.cnilab.cluster.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request that an API server must refuse: an object to create, or a change to one that is {@code
 * given}. It is sent to the embedded server, and was sent to a real one.
 *
 * @param json with {@code create}, or {@code given} and one of {@code patch}, {@code put}, {@code
 *     post}, {@code delete}; {@code on} names a subresource
 */
record BadObject(String name, JsonNode json) {
  static final String NAMESPACE = "bad-data";
  private static final Pattern REPEATED = Pattern.compile("\\$\\{(.)\\*(\\d+)}");

  /** An object that a message quotes in full, with the server's internal field names. */
  private static final Pattern LONG = Pattern.compile("\\{\".{300,}\\}(?=: field is immutable)");

  private static final Pattern UID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** A server for these requests. */
  @FunctionalInterface
  interface Server {
    Answer send(String method, String path, String contentType, String body);
  }

  /** The answer of a server. */
  record Answer(int code, String body) {
    /** The message, without what differs from run to run. */
    String message() {
      String message = Json.parse(body).path("message").asText("");
      String sameEveryTime = UID.matcher(message).replaceAll("<uid>");
      String withoutDifference = sameEveryTime.replaceFirst("\n(?s:.*)$", "");
      return LONG.matcher(withoutDifference).replaceAll("{…}");
    }

    /** Removes the random suffix of a generated name. */
    Answer withoutSuffix(String prefix) {
      return prefix.isEmpty()
          ? this
          : new Answer(
              code, body.replaceAll(Pattern.quote(prefix) + "[a-z0-9]{5}", prefix + "<suffix>"));
    }

    boolean isSuccess() {
      return code < 300;
    }
  }

  /** The cases of a file. */
  static List<BadObject> read(String file) {
    try (InputStream in = Objects.requireNonNull(BadObject.class.getResourceAsStream(file), file)) {
      List<BadObject> cases = new ArrayList<>();
      for (String text :
          new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^---\n")) {
        if (!text.isBlank()) {
          JsonNode json = expanded(Yaml.object(text).json());
          cases.add(new BadObject(json.path("case").asText(), json));
        }
      }
      return cases;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Expands abbreviations in the file, such as {@code ${a*64}} for 64 times the letter. */
  private static JsonNode expanded(JsonNode json) {
    return Json.parse(
        REPEATED
            .matcher(json.toString())
            .replaceAll(m -> m.group(1).repeat(Integer.parseInt(m.group(2)))));
  }

  /** Whether the embedded cluster has this kind. */
  boolean isServed() {
    return type(subject()).isPresent();
  }

  private JsonNode subject() {
    return json.has("given") ? json.at("/given") : json.path("create");
  }

  /** Creates what is given, sends what must be refused, and cleans up. */
  Answer play(Server server) {
    if (!json.has("given")) {
      Answer answer =
          send(
              server,
              "POST",
              collection(subject()),
              json.path("create"),
              "?dryRun=All&fieldValidation=Strict");
      return answer.withoutSuffix(subject().at("/metadata/generateName").asText(""));
    }
    JsonNode given = json.path("given");
    String path = collection(given) + "/" + given.at("/metadata/name").asText();
    Answer made = send(server, "POST", collection(given), given, "");
    if (!made.isSuccess()) {
      return made;
    }
    try {
      for (JsonNode before : json.path("before")) {
        Answer first = request(server, path, before);
        if (!first.isSuccess()) {
          return first;
        }
      }
      return request(server, path, json);
    } finally {
      server.send("DELETE", path + "?gracePeriodSeconds=0", "application/json", "");
      server.send(
          "PATCH", path, "application/merge-patch+json", "{\"metadata\":{\"finalizers\":null}}");
    }
  }

  private static Answer request(Server server, String path, JsonNode request) {
    String place = request.has("on") ? path + "/" + request.path("on").asText() : path;
    if (request.has("patch")) {
      return server.send(
          "PATCH", place, "application/merge-patch+json", request.path("patch").toString());
    }
    if (request.has("operations")) {
      return server.send(
          "PATCH", place, "application/json-patch+json", request.path("operations").toString());
    }
    for (String method : List.of("post", "put", "delete")) {
      if (request.has(method)) {
        return send(server, method.toUpperCase(Locale.ROOT), place, request.path(method), "");
      }
    }
    throw new IllegalStateException(request + " asks for nothing");
  }

  private static Answer send(
      Server server, String method, String path, JsonNode body, String query) {
    return server.send(method, path + query, "application/json", body.toString());
  }

  private static String collection(JsonNode object) {
    String version = object.path("apiVersion").asText();
    Optional<ResourceType> type = type(object);
    String kind = object.path("kind").asText().toLowerCase(Locale.ROOT);
    String plural =
        type.map(ResourceType::plural)
            .orElse(kind.endsWith("s") ? kind + "es" : kind.replaceAll("y$", "ie") + "s");
    boolean namespaced = type.map(ResourceType::namespaced).orElse(true);
    String namespace = object.at("/metadata/namespace").asText(NAMESPACE);
    return (version.contains("/") ? "/apis/" : "/api/")
        + version
        + (namespaced ? "/namespaces/" + namespace : "")
        + "/"
        + plural;
  }

  private static Optional<ResourceType> type(JsonNode object) {
    KubeObject wanted = KubeObject.of((ObjectNode) object);
    return ResourceTypes.builtIn().stream()
        .filter(type -> type.kind().equals(wanted.json().path("kind").asText()))
        .filter(type -> type.apiVersion().equals(wanted.json().path("apiVersion").asText()))
        .findFirst();
  }
}
