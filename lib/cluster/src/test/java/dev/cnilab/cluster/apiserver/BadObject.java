package dev.cnilab.cluster.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * A bad or odd request: an object to create, or a change to one that is {@code given}. It is sent
 * to the embedded server, and was sent to a real one.
 *
 * @param json with {@code create}, or {@code given} and one of the {@link #PATCHES}, {@code put},
 *     {@code post}, {@code delete}; {@code on} names a subresource
 */
record BadObject(String name, JsonNode json) {
  static final String NAMESPACE = "bad-data";

  /** The media types of patches, by the name of the field that has one. */
  private static final Map<String, String> PATCHES =
      Map.of(
          "patch", "application/merge-patch+json",
          "operations", "application/json-patch+json",
          "strategic", "application/strategic-merge-patch+json",
          "apply", "application/apply-patch+yaml");

  private static final Pattern REPEATED = Pattern.compile("\\$\\{(.)\\*(\\d+)}");

  /** An object that a message quotes in full, with the server's internal field names. */
  private static final Pattern LONG = Pattern.compile("\\{\".{300,}\\}(?=: field is immutable)");

  /** A patched object that a message quotes in full. */
  private static final Pattern QUOTED =
      Pattern.compile("Invalid value: \"\\{\\\\\"(apiVersion|kind)\\\\\".*\\}\"(?=: )");

  /** A time that is the server's: the cases have only earlier ones. */
  private static final Pattern NOW = Pattern.compile("20(2[6-9]|[3-9]\\d)-[0-9T:.-]+Z");

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
      return QUOTED
          .matcher(LONG.matcher(withoutDifference).replaceAll("{…}"))
          .replaceAll("Invalid value: \"{…}\"");
    }

    /** What the request has changed in an object, as a merge patch; "" if it was refused. */
    String changes(JsonNode before) {
      return isSuccess()
          ? NOW.matcher(difference(compared(before), compared(Json.parse(body))).toString())
              .replaceAll("<now>")
          : "";
    }

    private static JsonNode compared(JsonNode object) {
      ObjectNode copy = object.deepCopy();
      copy.withObject("/metadata").remove(List.of("resourceVersion", "managedFields"));
      return sorted(copy);
    }

    private static JsonNode sorted(JsonNode value) {
      if (value instanceof ObjectNode object) {
        ObjectNode sorted = Json.object();
        Map<String, JsonNode> fields = new TreeMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        fields.forEach((name, field) -> sorted.set(name, sorted(field)));
        return sorted;
      }
      ArrayNode items = Json.array();
      value.forEach(item -> items.add(sorted(item)));
      return value.isArray() ? items : value;
    }

    private static JsonNode difference(JsonNode before, JsonNode after) {
      if (!(before instanceof ObjectNode old && after instanceof ObjectNode changed)) {
        return after;
      }
      ObjectNode difference = Json.object();
      Set<String> names = new TreeSet<>();
      old.fieldNames().forEachRemaining(names::add);
      changed.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        if (!old.has(name) || !changed.has(name)) {
          difference.set(name, changed.get(name));
        } else if (!old.get(name).equals(changed.get(name))) {
          difference.set(name, difference(old.get(name), changed.get(name)));
        }
      }
      return difference;
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

  /** Creates what is given, sends the request, and cleans up. */
  Answer play(Server server) {
    return play(server, (answer, before) -> answer);
  }

  /** The same; the result is made of the answer and of the object as it was before. */
  <T> T play(Server server, BiFunction<Answer, JsonNode, T> result) {
    if (!json.has("given")) {
      Answer answer =
          send(
              server,
              "POST",
              collection(subject()),
              json.path("create"),
              "?dryRun=All&fieldValidation=Strict");
      return result.apply(
          answer.withoutSuffix(subject().at("/metadata/generateName").asText("")), Json.object());
    }
    JsonNode given = json.path("given");
    String path = collection(given) + "/" + given.at("/metadata/name").asText();
    Answer made = send(server, "POST", collection(given), given, "");
    if (!made.isSuccess()) {
      return result.apply(made, Json.parse(made.body()));
    }
    try {
      for (JsonNode before : json.path("before")) {
        Answer first = request(server, path, before);
        if (!first.isSuccess()) {
          return result.apply(first, Json.object());
        }
      }
      JsonNode before = Json.parse(server.send("GET", path, "application/json", "").body());
      return result.apply(request(server, path, json), before);
    } finally {
      server.send("DELETE", path + "?gracePeriodSeconds=0", "application/json", "");
      server.send(
          "PATCH", path, "application/merge-patch+json", "{\"metadata\":{\"finalizers\":null}}");
    }
  }

  private static Answer request(Server server, String path, JsonNode request) {
    String place = request.has("on") ? path + "/" + request.path("on").asText() : path;
    for (Map.Entry<String, String> patch : PATCHES.entrySet()) {
      String kind = patch.getKey();
      if (request.has(kind)) {
        String query = kind.equals("apply") ? "?fieldManager=m" : "";
        return server.send("PATCH", place + query, patch.getValue(), request.path(kind).toString());
      }
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
