package dev.cnilab.lab.client.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void a_removed_field_leaves_no_empty_object_behind() {
    Json object =
        Json.parse(
            """
            {"template": {"metadata": {"annotations": {"restartedAt": "now"}, "labels": {"a": "b"}}},
             "list": [{"restartedAt": "then"}, {"none": {}}], "ip": "10.0.0.1"}\
            """);

    assertThat(object.without("restartedAt", "ip").canonical())
        .isEqualTo(
            """
            {"list":[{},{"none":{}}],"template":{"metadata":{"labels":{"a":"b"}}}}\
            """);
    assertThat(object.text("/ip")).isEqualTo("10.0.0.1");
  }
}
