package dev.cnilab.cluster.apiserver.http.rendering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cnilab.cluster.apiserver.schema.FieldOrder;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.JsonPrinter;
import dev.cnilab.cluster.log.GoBool;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How a JSON answer is laid out: in one line for programs, indented for people, who come with a
 * browser, curl or wget or ask with {@code ?pretty} (isPrettyPrint in k8s.io/apiserver).
 */
public enum Indentation {
  NONE {
    @Override
    JsonPrinter printer(JsonNode json) {
      return GoJson.printer(json, ArrayNode::elements);
    }

    @Override
    JsonPrinter printer(ObjectsDocument objects) {
      return GoJson.printer(objects.document(), objects.elements(UnaryOperator.identity()));
    }

    @Override
    String end() {
      return "\n";
    }
  },
  TWO_SPACES {
    @Override
    JsonPrinter printer(JsonNode json) {
      return GoJson.printerForReading(FieldOrder.of(json), ArrayNode::elements);
    }

    @Override
    JsonPrinter printer(ObjectsDocument objects) {
      return GoJson.printerForReading(
          objects.document(), objects.elements(FieldOrder.ofItems(objects.document())));
    }

    @Override
    String end() {
      return "";
    }
  };

  /**
   * How to answer a client.
   *
   * @param pretty the query parameter, "" if there is none
   * @param agent the User-Agent header, "" if there is none
   */
  public static Indentation of(String pretty, String agent) {
    boolean indented =
        pretty.isEmpty()
            ? Stream.of("curl", "Wget", "Mozilla/5.0").anyMatch(agent::startsWith)
            : GoBool.isTrue(pretty);
    return indented ? TWO_SPACES : NONE;
  }

  /** Writes a document. */
  abstract JsonPrinter printer(JsonNode json);

  /** Writes a document with many objects. */
  abstract JsonPrinter printer(ObjectsDocument objects);

  /** What follows a document. */
  abstract String end();
}
