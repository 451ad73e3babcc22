package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.BadObject.Answer;
import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad objects get the recorded answers of a real API server. */
class BadObjectsTest {
  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    server.create(ResourceTypes.NAMESPACES, "{metadata: {name: bad-data}}");
    server.create(
        ResourceTypes.SERVICE_ACCOUNTS, "{metadata: {name: default, namespace: bad-data}}");
  }

  static Stream<Arguments> cases() {
    return BadAnswers.FILES.stream()
        .flatMap(
            file -> {
              JsonNode recorded = BadAnswers.recorded(file);
              return BadObject.read("baddata/" + file + ".yaml").stream()
                  .map(bad -> Arguments.of(bad.name(), bad, recorded.path(bad.name())));
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void the_answer_to_a_bad_object_is_that_of_a_real_cluster(
      String name, BadObject bad, JsonNode recorded) {
    Answer answer = bad.play(BadObjectsTest::send);

    if (bad.isServed()) {
      assertThat(answer.code() + " " + answer.message())
          .isEqualTo(recorded.path("code").asInt() + " " + recorded.path("message").asText());
    } else {
      assertThat(answer.code()).isEqualTo(404);
    }
  }

  private static Answer send(String method, String path, String contentType, String body) {
    HttpResponse<String> response = server.send(method, path, contentType, body);
    return new Answer(response.statusCode(), response.body());
  }
}
