package dev.cnilab.cluster.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cnilab.cluster.object.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A minimal object that a server completes. The result of a real server is recorded for each: run
 * it with the address at which {@code kubectl proxy} listens and the file.
 */
record NewObject(JsonNode json) {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String TABLE =
      "application/json;as=Table;g=meta.k8s.io;v=v1,application/json";

  private static final Pattern UID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:]{8}Z");

  /** Kinds whose plural does not follow the rule. */
  private static final List<String> SAME_IN_PLURAL = List.of("Endpoints");

  /** A server for these objects. */
  @FunctionalInterface
  interface Server {
    String post(String path, String accept, String body);
  }

  static List<NewObject> all() {
    try (InputStream in = resource("kinds/objects.yaml")) {
      List<NewObject> objects = new ArrayList<>();
      for (String text :
          new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^---\n")) {
        objects.add(new NewObject(YAML.readTree(text)));
      }
      return objects;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The results of a real server, by name. */
  static JsonNode recorded() {
    try (InputStream in = resource("kinds/answers.json")) {
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  String name() {
    return json.path("kind").asText() + " " + json.at("/metadata/name").asText();
  }

  /** The object as it would be stored, and as a table shows it. */
  ObjectNode play(Server server) {
    ObjectNode answer = Json.object();
    ObjectNode made = (ObjectNode) ask(server, "application/json");
    ObjectNode metadata = made.withObject("/metadata");
    if (made.path("spec") instanceof ObjectNode spec) {
      spec.remove("extra"); // the credentials of the requester
    }
    metadata.remove(List.of("managedFields", "uid", "creationTimestamp", "resourceVersion"));
    answer.set("object", made);
    JsonNode table = ask(server, TABLE);
    for (JsonNode column : table.path("columnDefinitions")) {
      answer
          .withArray("/columns")
          .add(
              "%s %s %s %s"
                  .formatted(
                      column.path("name").asText(),
                      column.path("type").asText(),
                      column.path("format").asText(),
                      column.path("priority").asText()));
    }
    ArrayNode cells = answer.putArray("cells"); // an IPAddress has more cells than columns
    for (int i = 0; i < answer.path("columns").size(); i++) {
      cells.add(table.at("/rows/0/cells").get(i));
    }
    return answer;
  }

  /** The answer, without what differs from run to run. */
  private JsonNode ask(Server server, String accept) {
    String answer = server.post(path(), accept, json.toString());
    return Json.parse(TIME.matcher(UID.matcher(answer).replaceAll("<uid>")).replaceAll("<time>"));
  }

  private String path() {
    String version = json.path("apiVersion").asText();
    String kind = json.path("kind").asText();
    String lower = kind.toLowerCase(Locale.ROOT);
    String plural =
        SAME_IN_PLURAL.contains(kind)
            ? lower
            : lower.endsWith("s") ? lower + "es" : lower.replaceAll("y$", "ie") + "s";
    String namespace = isNamespaced() ? "/namespaces/default/" : "/";
    return (version.contains("/") ? "/apis/" : "/api/")
        + version
        + namespace
        + plural
        + "?dryRun=All";
  }

  private boolean isNamespaced() {
    String kind = json.path("kind").asText();
    return !kind.matches(
        ".*Class|IPAddress|ServiceCIDR|PersistentVolume|CSIDriver|CSINode|VolumeAttachment"
            + "|CertificateSigningRequest|APIService|FlowSchema|PriorityLevelConfiguration"
            + "|ClusterRole");
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(NewObject.class.getResourceAsStream(name), name);
  }

  public static void main(String[] arguments) throws IOException {
    ObjectNode answers = Json.object().put("recorded", "Kubernetes 1.37.2, " + LocalDate.now());
    Server real = (path, accept, body) -> post(arguments[0] + path, accept, body);
    for (NewObject object : all()) {
      answers.set(object.name(), object.play(real));
    }
    Files.writeString(Path.of(arguments[1]), answers.toPrettyString() + "\n");
  }

  private static String post(String uri, String accept, String body) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(uri))
                  .version(
                      HttpClient.Version.HTTP_1_1) // kubectl proxy mistakes an upgrade for an exec
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .header("Content-Type", "application/json")
                  .header("Accept", accept)
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
