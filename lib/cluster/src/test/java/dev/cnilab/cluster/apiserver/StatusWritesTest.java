package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad and odd statuses, and changes of what is kept, have the recorded effects of a real server.
 */
class StatusWritesTest {
  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    server.create(ResourceTypes.NAMESPACES, "{metadata: {name: bad-data}}");
    server.create(
        ResourceTypes.SERVICE_ACCOUNTS, "{metadata: {name: default, namespace: bad-data}}");
  }

  static Stream<Arguments> cases() {
    ObjectNode recorded = BadAnswers.recorded(BadAnswers.STATUSES);
    return BadObject.read("baddata/" + BadAnswers.STATUSES + ".yaml").stream()
        .map(odd -> Arguments.of(odd.name(), odd, recorded.path(odd.name())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void the_effect_of_a_status_write_is_that_of_a_real_cluster(
      String name, BadObject odd, JsonNode recorded) {
    ObjectNode effect = odd.play(StatusWritesTest::send, BadAnswers::withChanges);

    assertThat(effect.toString()).isEqualTo(recorded.toString());
  }

  private static BadObject.Answer send(
      String method, String path, String contentType, String body) {
    HttpResponse<String> response = server.send(method, path, contentType, body);
    return new BadObject.Answer(response.statusCode(), response.body());
  }
}
