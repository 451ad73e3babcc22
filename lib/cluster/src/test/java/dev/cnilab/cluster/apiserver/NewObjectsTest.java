package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The server completes a minimal object as a real API server did when it was recorded. */
class NewObjectsTest {
  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    server.create(ResourceTypes.NAMESPACES, "{metadata: {name: kube-public}}");
  }

  static Stream<Arguments> objects() {
    JsonNode recorded = NewObject.recorded();
    return NewObject.all().stream()
        .map(object -> Arguments.of(object.name(), object, recorded.path(object.name())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("objects")
  void a_new_object_and_its_table_are_those_of_a_real_cluster(
      String name, NewObject object, JsonNode recorded) {
    ObjectNode answer = object.play(NewObjectsTest::post);

    assertThat(answer.path("object")).isEqualTo(recorded.path("object"));
    assertThat(texts(answer.path("columns"))).isEqualTo(texts(recorded.path("columns")));
    assertThat(answer.path("cells").toString()).isEqualTo(recorded.path("cells").toString());
  }

  private static List<String> texts(JsonNode list) {
    return Stream.iterate(0, i -> i < list.size(), i -> i + 1)
        .map(i -> list.get(i).asText())
        .toList();
  }

  private static String post(String path, String accept, String body) {
    return server
        .send(
            HttpRequest.newBuilder(server.uri(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .header("Authorization", "Bearer " + server.endpoint().kubeconfig().token())
                .build())
        .body();
  }
}
