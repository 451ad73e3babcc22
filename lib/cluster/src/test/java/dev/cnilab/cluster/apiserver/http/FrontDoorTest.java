package dev.cnilab.cluster.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which users, methods and media types are accepted, as in Kubernetes 1.37.2. */
@Timeout(60)
class FrontDoorTest {
  private static final String MEDIA_TYPES =
      "application/json, application/yaml, application/vnd.kubernetes.protobuf";
  private static final String STREAMS =
      ", application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch";

  @AutoClose private static BareServer server;

  @BeforeAll
  static void start() {
    server = new BareServer(HttpLimits.standard());
    server.put(ResourceTypes.CONFIG_MAPS, "{metadata: {name: one, namespace: default}}");
  }

  private static JsonNode body(String answer) {
    return Json.parse(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
  }

  private static String anonymous(String method, String target, String... headers)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\nHost: lab\n");
    for (String header : headers) {
      head.append(header).append('\n');
    }
    try (RawConnection connection = server.connect()) {
      return connection.send(head.append("Connection: close\n\n").toString()).rest();
    }
  }

  @ParameterizedTest
  @CsvSource({"/version", "/livez", "/readyz", "/healthz"})
  void health_endpoints_are_open_to_everyone(String path) throws IOException {
    assertThat(anonymous("GET", path)).startsWith("HTTP/1.1 200");
    assertThat(anonymous("GET", path, "Authorization: Basic eDp5")).startsWith("HTTP/1.1 200");
    assertThat(anonymous("GET", path, "Authorization: bearer wrong")).startsWith("HTTP/1.1 401");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | / | forbidden: User \"system:anonymous\" cannot get path \"/\"",
        "GET | /api | forbidden: User \"system:anonymous\" cannot get path \"/api\"",
        "GET | /openapi/v3/api/v1 | forbidden: User \"system:anonymous\" cannot get path"
            + " \"/openapi/v3/api/v1\"",
        "TRACE | /version | forbidden: User \"system:anonymous\" cannot trace path \"/version\"",
        "GET | /api/v1/pods?watch=1 | pods is forbidden: User \"system:anonymous\" cannot watch"
            + " resource \"pods\" in API group \"\" at the cluster scope",
        "DELETE | /api/v1/namespaces/default/pods | pods is forbidden: User \"system:anonymous\""
            + " cannot deletecollection resource \"pods\" in API group \"\" in the namespace"
            + " \"default\"",
        "GET | /apis/nope/v1/x | x.nope is forbidden: User \"system:anonymous\" cannot list"
            + " resource \"x\" in API group \"nope\" at the cluster scope",
        "FOO | /api/v1/namespaces/default/pods | pods is forbidden: User \"system:anonymous\""
            + " cannot  resource \"pods\" in API group \"\" in the namespace \"default\"",
      })
  void an_anonymous_user_without_a_role_is_403(String method, String target, String why)
      throws IOException {
    JsonNode status = body(anonymous(method, target));

    assertThat(status.path("code").asInt()).isEqualTo(403);
    assertThat(status.path("reason").asText()).isEqualTo("Forbidden");
    assertThat(status.path("message").asText()).isEqualTo(why);
  }

  @Test
  void a_forbidden_request_is_403_before_its_body_is_read() throws IOException {
    try (RawConnection half = server.connect()) {
      half.send("POST " + BareServer.MAPS + " HTTP/1.1\nHost: lab\nContent-Length: 100000\n\n{");

      assertThat(half.line()).isEqualTo("HTTP/1.1 403 Forbidden");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TRACE, /namespaces/default/configmaps",
    "OPTIONS, /namespaces/default/configmaps/one",
    "FOO, /namespaces/default/configmaps",
    "PUT, /namespaces/default/configmaps",
    "HEAD, /namespaces/default/configmaps",
    "POST, /namespaces/default/configmaps/one",
    "PATCH, /namespaces/default/configmaps",
    "POST, /pods",
    "DELETE, /pods",
    "DELETE, /namespaces",
    "DELETE, /namespaces/default/pods/x/status",
    "GET, /namespaces/default/pods/x/eviction",
    "PUT, /namespaces/default/pods/x/log",
    "TRACE, /namespaces/default/pods/x/exec",
    "GET, /namespaces/default/bindings",
    "PUT, ''"
  })
  void a_method_that_a_path_does_not_support_is_405(String method, String path) throws IOException {
    String answer = server.answer(method, "/api/v1" + path);

    assertThat(answer).startsWith("HTTP/1.1 405 Method Not Allowed");
    if (!method.equals("HEAD")) {
      assertThat(body(answer).path("reason").asText()).isEqualTo("MethodNotAllowed");
      assertThat(body(answer).path("message").asText())
          .isEqualTo("the server does not allow this method on the requested resource");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/nope",
    "/api/v1/pods/x",
    "/api/v1/namespaces/default/pods/x/rubbish",
    "/apis/authorization.k8s.io/v1/subjectaccessreviews/x"
  })
  void an_unknown_path_below_a_group_is_404_as_json(String path) throws IOException {
    assertThat(body(server.answer("TRACE", path)).path("message").asText())
        .isEqualTo("the server could not find the requested resource");
  }

  @ParameterizedTest
  @CsvSource({"/nope", "/nope/apps", "/apis/nope", "/apis/nope/v1"})
  void an_unknown_path_outside_a_group_is_404_as_plain_text(String path) throws IOException {
    assertThat(server.answer("GET", path))
        .startsWith("HTTP/1.1 404")
        .contains("text/plain")
        .endsWith("404 page not found\n");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, ''",
    "GET, /one",
    "GET, ?watch=1",
    "GET, /nope",
    "POST, ''",
    "PUT, /one",
    "PATCH, /one",
    "DELETE, /one",
    "DELETE, ''"
  })
  void a_request_for_an_unknown_format_is_406_and_not_executed(String method, String path)
      throws IOException {
    for (String accept :
        new String[] {
          "text/html",
          "application/yamljson",
          "application/*",
          "application/json;as=Rubbish;v=v1;g=meta.k8s.io",
          "application/json;as=Table;v=v2;g=meta.k8s.io"
        }) {
      String revision = revision();
      String answer =
          server.answer(
              method, BareServer.MAPS + path, "Accept: " + accept, "Content-Type: text/plain");

      assertThat(answer).startsWith("HTTP/1.1 406 Not Acceptable");
      assertThat(body(answer).path("message").asText())
          .isEqualTo(
              accept.contains("as=")
                  ? "only the following media types are accepted: " + MEDIA_TYPES
                  : "406: Not Acceptable\n\nAvailable representations: "
                      + MEDIA_TYPES
                      + (isList(method, path) ? STREAMS : ""));
      assertThat(revision()).isEqualTo(revision);
    }
  }

  private static boolean isList(String method, String path) {
    return method.equals("GET") && !path.startsWith("/");
  }

  @ParameterizedTest
  @CsvSource({
    "application/yaml, application/yaml, 'apiVersion: v1'",
    "'application/json;q=0.5, application/yaml', application/yaml, 'apiVersion: v1'",
    "application/vnd.kubernetes.protobuf, application/vnd.kubernetes.protobuf, k8s",
    "'application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io, application/json',"
        + " application/json, '{'"
  })
  void an_object_is_returned_in_the_accepted_encoding(
      String accept, String contentType, String begin) throws IOException {
    String answer = server.answer("GET", BareServer.MAPS, "Accept: " + accept);

    assertThat(answer).contains("Content-Type: " + contentType + "\r\n");
    assertThat(answer.substring(answer.indexOf("\r\n\r\n")).strip()).startsWith(begin);
  }

  @Test
  void an_error_is_returned_in_the_accepted_encoding() throws IOException {
    assertThat(server.answer("GET", BareServer.MAPS + "/nope", "Accept: application/yaml"))
        .startsWith("HTTP/1.1 404")
        .contains("reason: NotFound");
  }

  @Test
  void a_watch_in_yaml_is_406() throws IOException {
    assertThat(server.answer("GET", BareServer.MAPS + "?watch=1", "Accept: application/yaml"))
        .startsWith("HTTP/1.1 406")
        .contains(
            "only the following media types are accepted: application/json;stream=watch,"
                + " application/vnd.kubernetes.protobuf;stream=watch");
  }

  @Test
  void an_access_review_as_a_table_is_406() throws IOException {
    String path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    String table = "Accept: application/json;as=Table;v=v1;g=meta.k8s.io";

    assertThat(body(server.answer("POST", path, table)).path("message").asText())
        .isEqualTo("only the following media types are accepted: " + MEDIA_TYPES);
    assertThat(server.answer("POST", path, table + ", application/json"))
        .doesNotStartWith("HTTP/1.1 406");
  }

  @ParameterizedTest
  @CsvSource({
    "'text/html, application/json'",
    "*/*",
    "application/json;q=x",
    "'application/json;as=Rubbish;g=a, application/json'"
  })
  void one_supported_media_type_in_accept_is_enough(String accept) throws IOException {
    assertThat(server.answer("GET", BareServer.MAPS, "Accept: " + accept))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void partial_metadata_of_an_object_and_of_a_list_are_distinct() throws IOException {
    String form = "Accept: application/json;v=v1;g=meta.k8s.io;as=PartialObjectMetadata";
    String roles = "/apis/rbac.authorization.k8s.io/v1/clusterroles";

    assertThat(body(server.answer("GET", BareServer.MAPS, form)).path("message").asText())
        .isEqualTo(
            "you requested PartialObjectMetadata, but the requested object is a list"
                + " (*core.ConfigMapList)");
    assertThat(body(server.answer("GET", roles + "/all", form + "List")).path("message").asText())
        .isEqualTo(
            "you requested PartialObjectMetadataList, but the requested object is not a list"
                + " (*rbac.ClusterRole)");
    assertThat(body(server.answer("GET", roles, form + "List")).path("kind").asText())
        .isEqualTo("PartialObjectMetadataList");
  }

  @ParameterizedTest
  @CsvSource({"/version", "/api", "/api/v1", "/apis/apps"})
  void discovery_documents_as_html_are_406(String path) throws IOException {
    assertThat(server.answer("GET", path, "Accept: text/html")).startsWith("HTTP/1.1 406");
  }

  @ParameterizedTest
  @CsvSource({"POST, ''", "PUT, /one", "PATCH, /one", "DELETE, /one", "DELETE, ''"})
  void a_body_of_an_unknown_media_type_is_415_and_changes_nothing(String method, String path)
      throws IOException {
    String revision = revision();
    try (RawConnection request =
        server.request(
            method,
            BareServer.MAPS + path,
            "Content-Type: rubbish",
            "Content-Length: 2",
            "Connection: close")) {
      assertThat(request.send("{}").rest()).startsWith("HTTP/1.1 415 Unsupported Media Type");
    }
    assertThat(revision()).isEqualTo(revision);
  }

  private static String revision() {
    return server.loop().call(() -> Long.toString(server.core().store().revision()));
  }
}
