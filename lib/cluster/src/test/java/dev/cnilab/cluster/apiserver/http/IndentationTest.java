package dev.cnilab.cluster.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers as Kubernetes 1.37.2 laid them out for the same clients. */
@Timeout(60)
class IndentationTest {
  private static final String ONE = BareServer.MAPS + "/first";
  @AutoClose private static BareServer server;

  @BeforeAll
  static void start() {
    server = new BareServer(HttpLimits.standard());
    server.put(
        ResourceTypes.CONFIG_MAPS,
        "{data: {b: x, a: y}, metadata: {labels: {z: a, m: b}, namespace: default, name: first}}");
  }

  private static String body(String target, String agent) throws IOException {
    String answer = server.answer("GET", target, "User-Agent: " + agent);
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  @ParameterizedTest
  @CsvSource({"curl/8.14.1, ''", "Wget, ''", "Mozilla/5.0 (X11), ''", "kubectl/v1.37.2, ?pretty=1"})
  void browsers_and_curl_get_indented_json_in_declared_field_order(String agent, String query)
      throws IOException {
    assertThat(body(ONE + query, agent))
        .startsWith("{\n  \"kind\": \"ConfigMap\",\n  \"apiVersion\": \"v1\",\n  \"metadata\": {\n")
        .containsSubsequence(
            "    \"name\": \"first\",\n    \"namespace\": \"default\",\n",
            "    \"resourceVersion\": ",
            "    \"labels\": {\n      \"m\": \"b\",\n      \"z\": \"a\"\n    }\n  },\n",
            "  \"data\": {\n    \"a\": \"y\",\n    \"b\": \"x\"\n  }\n}");
  }

  @Test
  void the_index_of_paths_is_always_indented() throws IOException {
    assertThat(body("/", "kubectl/v1.37.2"))
        .startsWith("{\n  \"paths\": [\n    \"/.well-known/openid-configuration\",\n");
  }

  @Test
  void lists_and_errors_are_indented_for_curl() throws IOException {
    assertThat(body(BareServer.MAPS, "curl/8"))
        .startsWith("{\n  \"kind\": \"ConfigMapList\",\n  \"apiVersion\": \"v1\",\n")
        .contains("\n      \"metadata\": {\n        \"name\": \"first\",\n");
    assertThat(body(BareServer.MAPS + "/none", "curl/8"))
        .startsWith("{\n  \"kind\": \"Status\",\n  \"apiVersion\": \"v1\",\n  \"metadata\": {},\n");
  }

  @ParameterizedTest
  @CsvSource({"kubectl/v1.37.2, ''", "curl/8.14.1, ?pretty=false", "curl/8.14.1, ?pretty=maybe"})
  void programs_get_json_on_one_line(String agent, String query) throws IOException {
    assertThat(body(ONE + query, agent).lines()).hasSize(1);
  }
}
