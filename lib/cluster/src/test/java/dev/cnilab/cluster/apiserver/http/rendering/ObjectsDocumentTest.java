package dev.cnilab.cluster.apiserver.http.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ObjectsDocumentTest {
  private static final int SIZE = 10_000;
  private static final int COUNT = 100;

  private final AtomicInteger shown = new AtomicInteger();
  private final ObjectsDocument maps = maps();

  /** A list of a megabyte. */
  private ObjectsDocument maps() {
    ObjectNode list = Json.object().put("kind", "ConfigMapList").put("apiVersion", "v1");
    list.putObject("metadata").put("resourceVersion", "7");
    list.putArray("items");
    List<KubeObject> objects =
        IntStream.range(0, COUNT)
            .mapToObj(
                i ->
                    KubeObject.named(ResourceTypes.CONFIG_MAPS, "default", "map-" + i)
                        .edit(json -> json.putObject("data").put("b", "x".repeat(SIZE))))
            .toList();
    return ObjectsDocument.of(list, "items", objects, this::shown);
  }

  private JsonNode shown(KubeObject object) {
    shown.incrementAndGet();
    return object.json();
  }

  @ParameterizedTest
  @EnumSource(Indentation.class)
  void objects_are_shown_as_far_as_the_client_has_read(Indentation indentation) {
    Parts parts = Encoding.JSON.parts(maps, indentation);
    assertThat(parts.memory()).isZero();
    assertThat(shown).hasValue(0);

    assertThat(parts.next()).hasSizeBetween(64 * 1024, 66 * 1024);
    assertThat(shown).hasValueBetween(6, 8);

    byte[] rest = parts.rest();
    assertThat(rest).hasSizeGreaterThan(COUNT * SIZE - 66 * 1024);
    assertThat(shown).hasValue(COUNT);
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void the_parts_make_the_same_as_the_whole_document(Encoding encoding) {
    assertThat(encoding.parts(maps, Indentation.NONE).rest())
        .isEqualTo(encoding.parts(maps.whole(), Indentation.NONE).rest());
  }

  @Test
  void fields_of_items_are_in_declared_order_for_people() {
    assertThat(
            new String(
                Encoding.JSON.parts(maps, Indentation.TWO_SPACES).rest(), StandardCharsets.UTF_8))
        .startsWith("{\n  \"kind\": \"ConfigMapList\",\n  \"apiVersion\": \"v1\",\n")
        .contains("\"items\": [\n    {\n      \"kind\": \"ConfigMap\",\n");
  }

  @ParameterizedTest
  @EnumSource(value = Encoding.class, names = "JSON", mode = EnumSource.Mode.EXCLUDE)
  void a_document_that_can_only_be_written_as_a_whole_needs_memory(Encoding encoding) {
    assertThat(encoding.parts(maps, Indentation.NONE).memory()).isGreaterThan(2L * COUNT * SIZE);
  }
}
