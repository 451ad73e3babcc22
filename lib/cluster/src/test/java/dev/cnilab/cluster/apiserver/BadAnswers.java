package dev.cnilab.cluster.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cnilab.cluster.apiserver.BadObject.Answer;
import dev.cnilab.cluster.object.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Records the answers of a real API server to every bad object. Run it with the address at which
 * {@code kubectl proxy} listens, the folder of the resources and, if not all, the name of a file of
 * cases. The statuses need a server without controllers, which would write into them.
 */
final class BadAnswers {
  static final List<String> FILES =
      List.of(
          "new-objects",
          "changed-objects",
          "bad-statuses",
          "definitions",
          "webhooks",
          "altered-objects");

  /** The cases whose changes are recorded, too. */
  static final String STATUSES = "statuses";

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .build();

  private BadAnswers() {}

  /** The recorded answers to the cases of a file, by name. */
  static ObjectNode recorded(String file) {
    String resource = "baddata/" + file + "-answers.yaml";
    try (InputStream answers =
        Objects.requireNonNull(BadAnswers.class.getResourceAsStream(resource), resource)) {
      return (ObjectNode) YAML.readTree(answers);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  public static void main(String[] arguments) throws IOException {
    String address = arguments[0];
    String version = Json.parse(get(address + "/version")).path("gitVersion").asText();
    List<String> files =
        arguments.length > 2
            ? List.of(arguments[2])
            : Stream.concat(FILES.stream(), Stream.of(STATUSES)).toList();
    for (String file : files) {
      ObjectNode answers = Json.object();
      for (BadObject bad : BadObject.read("baddata/" + file + ".yaml")) {
        BadObject.Server server =
            (method, path, type, body) -> send(address, method, path, type, body);
        answers.set(
            bad.name(),
            file.equals(STATUSES)
                ? bad.play(server, BadAnswers::withChanges)
                : bad.play(server, (answer, before) -> plain(answer)));
      }
      Files.writeString(
          Path.of(arguments[1], file + "-answers.yaml"),
          "# Kubernetes %s, recorded by BadAnswers on %s\n".formatted(version, LocalDate.now())
              + YAML.writeValueAsString(answers).replaceFirst("^---\n", ""),
          StandardCharsets.UTF_8);
    }
  }

  private static ObjectNode plain(Answer answer) {
    return Json.object().put("code", answer.code()).put("message", answer.message());
  }

  /** An answer, its reason, and what the request has changed. */
  static ObjectNode withChanges(Answer answer, JsonNode before) {
    ObjectNode recorded = Json.object().put("code", answer.code());
    return answer.isSuccess()
        ? recorded.put("changes", answer.changes(before))
        : recorded
            .put("reason", Json.parse(answer.body()).path("reason").asText(""))
            .put("message", answer.message());
  }

  private static String get(String uri) {
    return send(uri, "GET", "", "application/json", "").body();
  }

  private static Answer send(
      String address, String method, String path, String contentType, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .version(HttpClient.Version.HTTP_1_1) // kubectl proxy mistakes an upgrade for an exec
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", contentType)
            .build();
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException failure) {
      throw new IllegalStateException(method + " " + path, failure);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
