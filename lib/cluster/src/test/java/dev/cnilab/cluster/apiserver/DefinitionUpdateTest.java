package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may change in a definition whose kind is served: the answers of Kubernetes 1.37.2. */
class DefinitionUpdateTest {
  private static final String PATH = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final String NAME = "colors.update.example.com";
  private static final String SCHEMA = "schema: {openAPIV3Schema: {type: object}}";
  private static final String OLD = "{name: v1, served: true, storage: false, " + SCHEMA + "}";
  private static final String NEW = "{name: v2, served: true, storage: true, " + SCHEMA + "}";
  private static final String GONE =
      "status.storedVersions[0]: Invalid value: \"v1\": missing from spec.versions; v1 was"
          + " previously a storage version, and must remain in spec.versions until a storage"
          + " migration ensures no data remains persisted in v1 and removes v1 from"
          + " status.storedVersions";

  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  @BeforeEach
  void define() {
    server.create(
        ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS,
        "{metadata: {name: "
            + NAME
            + "}, spec: {group: update.example.com, scope: Namespaced, names: {plural: colors,"
            + " kind: Color}, versions: [{name: v1, served: true, storage: true, "
            + SCHEMA
            + "}]}}");
  }

  @AfterEach
  void forget() {
    server.send("DELETE", PATH + "/" + NAME, "application/json", "");
  }

  private static JsonNode patched(String spec) {
    String body = Yaml.object("{spec: " + spec + "}").json().toString();
    HttpResponse<String> answer =
        server.send("PATCH", PATH + "/" + NAME, "application/merge-patch+json", body);
    return Json.parse(answer.body());
  }

  private static String refusal(String spec) {
    return patched(spec)
        .path("message")
        .asText("")
        .replace("CustomResourceDefinition.apiextensions.k8s.io \"" + NAME + "\" is invalid: ", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{scope: Cluster} | spec.scope: Invalid value: \"Cluster\": field is immutable",
        "{names: {kind: Other, listKind: OtherList}} | spec.names.kind: Invalid value: \"Other\":"
            + " field is immutable",
        "{names: {plural: others}} | spec.names.plural: Invalid value: \"others\": field is"
            + " immutable",
        "{group: other.example.com} | spec.group: Invalid value: \"other.example.com\": field is"
            + " immutable",
        "{preserveUnknownFields: true} | spec.preserveUnknownFields: Invalid value: true: cannot"
            + " set to true, set x-kubernetes-preserve-unknown-fields to true in"
            + " spec.versions[*].schema instead"
      })
  void immutable_fields_of_a_definition_cannot_be_changed(String spec, String answer) {
    assertThat(refusal(spec)).isEqualTo(answer);
  }

  @Test
  void a_stored_version_cannot_be_removed() {
    assertThat(refusal("{versions: [" + NEW + "]}")).isEqualTo(GONE);
    assertThat(refusal("{versions: []}"))
        .isEqualTo(
            "[spec.versions: Invalid value: []: must have exactly one version marked as storage"
                + " version, "
                + GONE
                + "]");
  }

  @Test
  void a_new_storage_version_is_added_to_the_stored_versions() {
    JsonNode changed = patched("{versions: [" + OLD + ", " + NEW + "]}");

    assertThat(changed.at("/status/storedVersions").toString()).isEqualTo("[\"v1\",\"v2\"]");
    assertThat(refusal("{versions: [" + NEW + "]}")).isEqualTo(GONE);
  }

  @Test
  void a_version_needs_a_name() {
    assertThat(refusal("{versions: [" + OLD.replace("v1", "''") + ", " + NEW + "]}"))
        .isEqualTo(
            "[spec.versions[0].name: Invalid value: \"\": a DNS-1035 label must consist of lower"
                + " case alphanumeric characters or '-', start with an alphabetic character, and"
                + " end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used"
                + " for validation is '[a-z]([-a-z0-9]*[a-z0-9])?'), "
                + GONE
                + "]");
  }
}
