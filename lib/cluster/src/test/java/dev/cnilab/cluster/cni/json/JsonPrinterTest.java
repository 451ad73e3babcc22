package dev.cnilab.cluster.cni.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPrinterTest {
  private static JsonNode document() throws GoJsonException {
    return GoJson.parse(
        "{\"a\":[1,-2.5,true,null,\"\",\"x<y\\n\\u0001\",[],{}],\"b\":{\"c\":{\"d\":\""
            + "é\uD83D\uDE00".repeat(30)
            + "\"}}}");
  }

  private static List<String> parts(JsonPrinter printer, int enough) {
    List<String> parts = new ArrayList<>();
    while (!printer.isOver()) {
      parts.add(printer.next(enough));
    }
    return parts;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 50, 1000})
  void the_parts_of_a_document_make_the_whole(int enough) throws Exception {
    JsonNode document = document();

    assertThat(String.join("", parts(GoJson.printer(document, ArrayNode::elements), enough)))
        .isEqualTo(GoJson.marshal(document));
    assertThat(
            String.join("", parts(GoJson.printerForReading(document, ArrayNode::elements), enough)))
        .isEqualTo(GoJson.marshalForReading(document));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 50})
  void a_character_is_not_divided(int enough) throws Exception {
    assertThat(parts(GoJson.printer(document(), ArrayNode::elements), enough))
        .allSatisfy(
            part ->
                assertThat(
                        new String(part.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(part));
  }

  @Test
  void a_long_string_is_divided() throws Exception {
    JsonNode string = GoJson.parse("\"" + "x".repeat(1000) + "\"");

    assertThat(parts(GoJson.printer(string, ArrayNode::elements), 100))
        .hasSize(11)
        .allMatch(part -> part.length() <= 100);
  }
}
