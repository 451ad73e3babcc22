package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which manager owns which fields of an object, according to its metadata. */
class ManagedFieldsTest {
  @Test
  void managed_fields_are_sorted() {
    try (TestServer server = new TestServer()) {
      String answer =
          server
              .send(
                  "POST",
                  "/api/v1/namespaces/default/configmaps",
                  "application/json",
                  """
                  {"apiVersion": "v1", "kind": "ConfigMap",
                   "metadata": {"name": "c", "labels": {"z": "1", "a": "2"}},
                   "immutable": false, "data": {"two": "2", "one": "1"}}
                  """)
              .body();

      assertThat(answer)
          .contains("{\"f:data\":{\".\":{},\"f:one\":{},\"f:two\":{}},\"f:immutable\":{},")
          .contains("\"f:labels\":{\".\":{},\"f:a\":{},\"f:z\":{}}");
    }
  }
}
